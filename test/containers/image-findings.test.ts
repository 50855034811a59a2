/** What is said of an image's contents: no engine is needed to judge a list of files. */
import { describe, expect, it } from 'vitest'
import { billOfMaterials } from '../../scripts/containers/bill-of-materials'
import type { ImageContents, ImageFile } from '../../scripts/containers/image-contents'
import { findSecretSettings, findStrayFiles, holdsPrivateKey, sharedLayers } from '../../scripts/containers/stray-files'

const file = (path: string, layer: number, more: Partial<ImageFile> = {}): ImageFile => ({ path, type: 'file', mode: 0o644, uid: 0, gid: 0, size: 1, layer, ...more })
const contents = (layers: ImageFile[][], seen = layers.flat()) => ({ layers, files: new Map(seen.map((each) => [each.path, each])) })

describe('stray files', () => {
  it.each(['app/keys/id_rsa', 'root/.ssh/authorized_keys', 'app/server.key', 'app/.env', 'root/.netrc', 'app/.git/HEAD', 'app/tests/test_x.py', 'app/promotion/test_x.py', 'usr/bin/gcc-14', 'usr/bin/x86_64-linux-gnu-ld', 'usr/local/bin/pip3', 'root/.cache/pip/x', 'var/lib/apt/lists/deb.debian.org_x', 'tmp/x', 'app/.oci/config'])(
    '%s is one in a layer of ours, also when a later layer hides it',
    (path) => expect(findStrayFiles(contents([[], [file(path, 1)], []], []), { baseLayers: 1 })).toHaveLength(1)
  )
  it.each(['app/promotion/database.py', 'usr/bin/fold', 'usr/local/lib/python3.13/site-packages/cryptography/hazmat/primitives/keywrap.py', 'usr/local/lib/python3.13/site-packages/oracledb/pipeline.py', 'usr/local/bin/gunicorn', 'etc/ssl/certs/ca-certificates.crt', 'usr/local/lib/python3.13/site-packages/jinja2/tests.py'])('%s is none', (path) =>
    expect(findStrayFiles(contents([[file(path, 0)]]), { baseLayers: 0 })).toEqual([])
  )
  it('of the base count while a container sees them', () => {
    const pip = file('usr/local/bin/pip', 0)
    expect(findStrayFiles(contents([[pip], []]), { baseLayers: 1 })).toEqual(['usr/local/bin/pip (a build tool, of the base)'])
    expect(findStrayFiles(contents([[pip], []], []), { baseLayers: 1 })).toEqual([])
    expect(findStrayFiles(contents([[file('var/lib/apt/lists/x_y', 0)]]), { baseLayers: 1 })).toEqual([])
  })
  it('begin above the layers that the base has, too', () => {
    expect(sharedLayers(['a', 'b', 'c'], ['a', 'b'])).toBe(2)
    expect(sharedLayers(['a', 'b', 'c'], ['x'])).toBe(0)
  })
})

describe('private keys and secrets', () => {
  const pem = (body: string) => Buffer.from(`x = """-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END`)
  it('are keys with a body, not mentions', () => {
    expect(holdsPrivateKey(pem('MIIE'.repeat(20)))).toBe(true)
    expect(holdsPrivateKey(pem('"""'))).toBe(false)
    expect(holdsPrivateKey(Buffer.from('-----BEGIN CERTIFICATE-----'))).toBe(false)
  })
  it('are found in the environment and the history, and not repeated', () => {
    const found = findSecretSettings({ config: { Env: ['PATH=/bin', 'DB_PASSWORD=hunter2'] }, history: [{ created_by: 'RUN TOKEN=hunter2 fetch' }, { created_by: 'COPY x y' }], rootfs: { diff_ids: [] } })
    expect(found).toHaveLength(2)
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })
})

describe('the bill of materials', () => {
  const texts = new Map(
    Object.entries({
      'etc/os-release': 'NAME="Debian"\nID=debian\n',
      'usr/local/lib/python3.13/site-packages/Flask-3.1.3.dist-info/METADATA': 'Metadata-Version: 2.4\nName: Flask\nVersion: 3.1.3\nLicense-Expression: BSD-3-Clause\n\nName: not this\n',
      'usr/local/lib/python3.13/site-packages/typing_extensions-4.dist-info/METADATA': 'Name: typing_extensions\nVersion: 4\nClassifier: License :: OSI Approved :: Python Software Foundation License\n',
      'var/lib/dpkg/status': 'Package: libc6\nStatus: install ok installed\nVersion: 2.41-12+deb13u5\nArchitecture: amd64\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n\nPackage: libgcc-s1\nStatus: install ok installed\nVersion: 14.2.0-19\n\nPackage: bare\nStatus: install ok installed\nVersion: 1:2\n',
      'usr/share/doc/libc6/copyright': 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nLicense: LGPL-2.1+\n text\nLicense: GPL-2\nLicense: GPL-2\n',
      'usr/share/doc/gcc-14-base/copyright': 'This is the Debian packaged version of GCC.\n'
    }).map(([path, text]) => [path, Buffer.from(text)])
  )
  const image: ImageContents = {
    texts,
    layers: [],
    files: new Map([file('usr/share/doc/libgcc-s1', 0, { type: 'symlink', target: 'gcc-14-base' }), file('usr/local/bin/python3', 0)].map((each) => [each.path, each])),
    config: { config: { Env: ['PYTHON_VERSION=3.13.5'] }, history: [], rootfs: { diff_ids: [] } }
  }
  const { sbom, licences } = billOfMaterials(image, { name: 'promotion', version: '1', id: 'sha256:1' })
  it('names what is installed, by package URL, once', () => {
    const { bomFormat, specVersion, components, metadata } = JSON.parse(sbom) as { bomFormat: string; specVersion: string; components: { purl: string; licenses?: object[] }[]; metadata: { component: { name: string } } }
    expect([bomFormat, specVersion, metadata.component.name]).toEqual(['CycloneDX', '1.6', 'promotion'])
    expect(components.map(({ purl }) => purl)).toEqual(['pkg:deb/debian/bare@1%3A2', 'pkg:deb/debian/libc6@2.41-12%2Bdeb13u5?arch=amd64', 'pkg:deb/debian/libgcc-s1@14.2.0-19', 'pkg:generic/python@3.13.5', 'pkg:pypi/flask@3.1.3', 'pkg:pypi/typing-extensions@4'])
    expect(components.find(({ purl }) => purl.includes('flask'))!.licenses).toEqual([{ license: { name: 'BSD-3-Clause' } }])
  })
  it('has a licence beside each, or says where it is, or that there is none', () => {
    expect(licences).toMatch(/^Flask 3\.1\.3 +BSD-3-Clause$/m)
    expect(licences).toMatch(/^typing_extensions 4 +Python Software Foundation License$/m)
    expect(licences).toMatch(/^libc6 2\.41-12\+deb13u5 +GPL-2, LGPL-2\.1\+$/m)
    expect(licences).toMatch(/^libgcc-s1 14\.2\.0-19 +see \/usr\/share\/doc\/gcc-14-base\/copyright$/m)
    expect(licences).toMatch(/^bare 1:2 +not recorded in the image$/m)
  })
})
