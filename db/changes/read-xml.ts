/** XML changelogs: text → changesets, in order. The files that they name are read by whoever calls. */
import { type Changeset, matchesOracle, type Preconditions } from './changeset'
import type { Inherited } from './inherited'
import { parseXml } from './parse-xml'
import type { Properties } from './properties'
import { type ChangesetContext, readXmlChangeset } from './read-xml-changeset'
import { readXmlPreconditions } from './read-xml-preconditions'
import type { Place } from './source-text'
import { checkGrammar, ElementReader } from './xml-grammar'

/** What an XML changelog can ask for. `place` is the attribute that names the path. */
export interface OtherFiles {
  /** Changesets of another changelog. */
  readonly include: (
    path: string,
    relative: boolean,
    place: Place,
    inherited: Inherited,
    options: { readonly mayBeMissing: boolean; readonly hasLogicalPath: boolean }
  ) => Changeset[]
  /** Paths of the files below a folder, in order; undefined when there is no such folder. */
  readonly list: (
    path: string,
    relative: boolean,
    place: Place
  ) => { readonly folder: string; readonly files: readonly string[] | undefined }
  readonly readSqlFile: ChangesetContext['readSqlFile']
}

/** Preconditions of a whole changelog, with the file that has them. */
export interface ChangelogPreconditions {
  readonly file: string
  readonly place: Place
  readonly preconditions: Preconditions
}

/** Throws ChangelogError. */
export function readXml(
  file: string,
  fileText: string,
  inherited: Inherited,
  properties: Properties,
  others: OtherFiles
): { changesets: Changeset[]; preconditions: ChangelogPreconditions[] } {
  const root = parseXml(file, fileText)
  checkGrammar(root, fileText)
  const reader = new ElementReader(root, fileText, properties)
  const logicalFilePath = reader.text('logicalFilePath') ?? inherited.logicalFilePath
  const own: Inherited = { ...inherited, logicalFilePath }
  const changesets: Changeset[] = []
  const preconditions: ChangelogPreconditions[] = []
  for (const element of reader.children('property', 'preConditions', 'include', 'includeAll', 'changeSet')) {
    switch (element.element.name) {
      case 'property':
        if (matchesOracle(element.text('dbms')))
          properties.define(element.required('name').trim(), element.text('value') ?? element.required('value'))
        break
      case 'preConditions':
        preconditions.push({ file, place: element.element.place, preconditions: readForWholeChangelog(element) })
        break
      case 'include':
        changesets.push(
          ...others.include(
            element.required('file'),
            element.boolean('relativeToChangelogFile', false),
            element.placeOf('file'),
            inheritedBy(element, own),
            {
              mayBeMissing: !element.boolean('errorIfMissing', true),
              hasLogicalPath: element.has('logicalFilePath')
            }
          )
        )
        break
      case 'includeAll':
        changesets.push(...includeAll(element, own, others))
        break
      default:
        changesets.push(readXmlChangeset(element, { stored: logicalFilePath ?? file, inherited: own, readSqlFile: others.readSqlFile }))
    }
  }
  return { changesets, preconditions }
}

function readForWholeChangelog(element: ElementReader): Preconditions {
  const preconditions = readXmlPreconditions(element)
  for (const [name, value] of Object.entries({ onFail: preconditions.onFail, onError: preconditions.onError }))
    if (value !== 'HALT' && value !== 'WARN') element.fail(`${name} of a whole changelog is HALT or WARN.`, element.placeOf(name))
  return preconditions
}

function inheritedBy(element: ElementReader, { logicalFilePath, contexts = [], labels = [], ignore = false }: Inherited): Inherited {
  const [context, label] = [element.text('contextFilter') ?? element.text('context'), element.text('labels')]
  return {
    logicalFilePath: element.text('logicalFilePath') ?? logicalFilePath,
    contexts: context === undefined ? contexts : [...contexts, context],
    labels: label === undefined ? labels : [...labels, label],
    ignore: ignore || element.boolean('ignore', false)
  }
}

function includeAll(element: ElementReader, own: Inherited, { list, include }: OtherFiles): Changeset[] {
  const place = element.placeOf('path')
  const path = element.required('path')
  const { folder, files } = list(path, element.boolean('relativeToChangelogFile', false), place)
  const ending = element.text('endsWithFilter')?.toLowerCase() ?? ''
  const [least, most] = [element.number('minDepth', 0), element.number('maxDepth', Number.MAX_SAFE_INTEGER)]
  // A file directly in the folder has depth 1.
  const depth = (file: string) => file.slice(folder === '.' ? 0 : folder.length + 1).split('/').length
  const wanted = (files ?? []).filter((file) => file.toLowerCase().endsWith(ending) && depth(file) >= least && depth(file) <= most)
  if (!wanted.length && element.boolean('errorIfMissingOrEmpty', true))
    element.fail(
      `Could not find directory, directory was empty, or no changelogs matched the provided search criteria for includeAll '${path}'.`,
      place
    )
  const inherited = inheritedBy(element, own)
  return wanted.flatMap((file) =>
    include(file, false, place, inherited, { mayBeMissing: false, hasLogicalPath: element.has('logicalFilePath') })
  )
}
