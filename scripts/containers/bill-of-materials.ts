/** What an image is made of, read out of its files: CycloneDX 1.6, and the licences in a table. */
import type { ImageContents } from './image-contents'

interface Component {
  readonly name: string
  readonly version: string
  readonly licence: string | undefined
  /** package-url specification: pkg:pypi/flask@3.1.3 */
  readonly purl: string
}

const DIST_INFO = /\.dist-info\/METADATA$/
const DPKG_STATUS = /^var\/lib\/dpkg\/(status|status\.d\/[^/]+)$/
const OS_RELEASE = /^(etc|usr\/lib)\/os-release$/
const COPYRIGHT = /^usr\/share\/doc\/[^/]+\/copyright$/

/** The files that `readImage` must keep for it. */
export const wantedForBill = (path: string): boolean => DIST_INFO.test(path) || DPKG_STATUS.test(path) || OS_RELEASE.test(path) || COPYRIGHT.test(path)

/** Fields of an RFC 822 header, the first of each name; the text behind the first empty line is no field. */
function readFields(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break
    const match = /^([A-Za-z][\w-]*):\s*(.*)$/.exec(line)
    if (match) fields.set(match[1], [...(fields.get(match[1]) ?? []), match[2]])
  }
  return fields
}

function pythonPackage(text: string): Component {
  const fields = readFields(text)
  const [name, version] = [fields.get('Name')?.[0] ?? '', fields.get('Version')?.[0] ?? '']
  const classifier = fields.get('Classifier')?.find((each) => each.startsWith('License ::'))?.split(' :: ').pop()
  const licence = fields.get('License-Expression')?.[0] ?? classifier ?? fields.get('License')?.[0]
  return { name, version, licence: licence?.slice(0, 80), purl: `pkg:pypi/${name.toLowerCase().replace(/[-_.]+/g, '-')}@${encodeURIComponent(version)}` }
}

/** Debian keeps licences in /usr/share/doc/<package>/copyright; in the machine-readable form (DEP 5) each has a field of its own. */
function debianLicence(name: string, { texts, files }: ImageContents): string | undefined {
  const folder = files.get(`usr/share/doc/${name}`)
  const owner = folder?.type === 'symlink' ? folder.target!.slice(folder.target!.lastIndexOf('/') + 1) : name
  const text = texts.get(`usr/share/doc/${owner}/copyright`)?.toString()
  if (text === undefined) return undefined
  const named = /^Format:/m.test(text) ? [...text.matchAll(/^License:[ \t]*(\S.*)$/gm)].map(([, licence]) => licence.trim()) : []
  return named.length ? [...new Set(named)].sort().join(', ') : `see /usr/share/doc/${owner}/copyright`
}

/** The interpreter of Docker's official image is no package of Debian's: the image names its version. */
function interpreter({ config, files }: ImageContents): Component[] {
  const version = config.config.Env?.find((each) => each.startsWith('PYTHON_VERSION='))?.slice('PYTHON_VERSION='.length)
  return version && files.has('usr/local/bin/python3') ? [{ name: 'python', version, licence: 'PSF-2.0', purl: `pkg:generic/python@${version}` }] : []
}

function debianPackages(status: string, distribution: string, contents: ImageContents): Component[] {
  return status.split(/\n\n+/).flatMap((paragraph) => {
    const fields = readFields(paragraph)
    const [name, version] = [fields.get('Package')?.[0], fields.get('Version')?.[0]]
    if (!name || !version || (fields.get('Status')?.[0] ?? 'install ok installed') !== 'install ok installed') return []
    const arch = fields.get('Architecture')?.[0]
    return [{ name, version, licence: debianLicence(name, contents), purl: `pkg:deb/${distribution}/${name}@${encodeURIComponent(version)}${arch ? `?arch=${arch}` : ''}` }]
  })
}

/** @param image host/name:tag, version, and the id of the image's configuration */
export function billOfMaterials(contents: ImageContents, image: { readonly name: string; readonly version: string; readonly id: string }): { sbom: string; licences: string } {
  const { texts } = contents
  const textOf = (pattern: RegExp): string[] => [...texts].filter(([path]) => pattern.test(path)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bytes]) => bytes.toString())
  const distribution = /^ID="?([\w.-]+)/m.exec(textOf(OS_RELEASE)[0] ?? '')?.[1] ?? 'linux'
  const python = [...interpreter(contents), ...textOf(DIST_INFO).map(pythonPackage)]
  const debian = textOf(DPKG_STATUS).flatMap((status) => debianPackages(status, distribution, contents))
  const components = [...python, ...debian].sort((a, b) => (a.purl < b.purl ? -1 : 1))
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'container', name: image.name, version: image.version, 'bom-ref': image.id } },
    components: components.map(({ name, version, licence, purl }) => ({
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      purl,
      ...(licence ? { licenses: [{ license: { name: licence } }] } : {})
    }))
  }
  const row = ({ name, version, licence }: Component): string => `${`${name} ${version}`.padEnd(44)} ${licence ?? 'not recorded in the image'}`
  const licences = ['Python packages', '', ...python.map(row).sort(), '', `Packages of the base (${distribution})`, '', ...debian.map(row).sort(), ''].join('\n')
  return { sbom: `${JSON.stringify(sbom, null, 2)}\n`, licences }
}
