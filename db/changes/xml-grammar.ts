/** Which elements of an XML changelog are read, what they may hold, and typed access to it. Everything else is refused by name. */
import { ChangelogError } from './changelog-error'
import type { XmlAttribute, XmlElement } from './parse-xml'
import type { Properties } from './properties'
import type { SourceText } from './source-text'

type Kind = 'text' | 'boolean' | 'number'
interface Rule {
  readonly attributes: Readonly<Record<string, Kind>>
  readonly children?: readonly string[]
  /** It may hold text. */
  readonly text?: true
}

const CONDITIONS = ['dbms', 'sqlCheck', 'tableExists', 'viewExists', 'and', 'or', 'not']
const SQL: Rule['attributes'] = { splitStatements: 'boolean', stripComments: 'boolean', endDelimiter: 'text', dbms: 'text' }
const FILTERS: Rule['attributes'] = { context: 'text', contextFilter: 'text', labels: 'text' }

const RULES: Readonly<Record<string, Rule>> = {
  databaseChangeLog: {
    attributes: { logicalFilePath: 'text' },
    children: ['property', 'preConditions', 'include', 'includeAll', 'changeSet']
  },
  property: { attributes: { name: 'text', value: 'text', dbms: 'text', ...FILTERS } },
  include: {
    attributes: {
      file: 'text',
      relativeToChangelogFile: 'boolean',
      errorIfMissing: 'boolean',
      logicalFilePath: 'text',
      ignore: 'boolean',
      ...FILTERS
    }
  },
  includeAll: {
    attributes: {
      path: 'text',
      relativeToChangelogFile: 'boolean',
      errorIfMissingOrEmpty: 'boolean',
      endsWithFilter: 'text',
      minDepth: 'number',
      maxDepth: 'number',
      logicalFilePath: 'text',
      ignore: 'boolean',
      ...FILTERS
    }
  },
  changeSet: {
    attributes: {
      id: 'text',
      author: 'text',
      ...FILTERS,
      dbms: 'text',
      runOnChange: 'boolean',
      runAlways: 'boolean',
      runOrder: 'text',
      runInTransaction: 'boolean',
      failOnError: 'boolean',
      ignore: 'boolean',
      logicalFilePath: 'text'
    },
    children: ['validCheckSum', 'preConditions', 'comment', 'sql', 'sqlFile', 'tagDatabase', 'rollback']
  },
  validCheckSum: { attributes: {}, text: true },
  comment: { attributes: {}, text: true },
  sql: { attributes: SQL, children: ['comment'], text: true },
  sqlFile: { attributes: { path: 'text', relativeToChangelogFile: 'boolean', encoding: 'text', ...SQL } },
  tagDatabase: { attributes: { tag: 'text', keepTagOnRollback: 'boolean' } },
  rollback: {
    attributes: { changeSetId: 'text', changeSetAuthor: 'text', changeSetPath: 'text' },
    children: ['comment', 'sql', 'sqlFile'],
    text: true
  },
  preConditions: { attributes: { onFail: 'text', onError: 'text', onSqlOutput: 'text' }, children: CONDITIONS },
  and: { attributes: {}, children: CONDITIONS },
  or: { attributes: {}, children: CONDITIONS },
  not: { attributes: {}, children: CONDITIONS },
  dbms: { attributes: { type: 'text' } },
  sqlCheck: { attributes: { expectedResult: 'text' }, text: true },
  tableExists: { attributes: { tableName: 'text', schemaName: 'text' } },
  viewExists: { attributes: { viewName: 'text', schemaName: 'text' } }
}

const MAX_DEPTH = 50
const NAMESPACE = 'http://www.liquibase.org/xml/ns/dbchangelog'

/** Refuses, from the top down, the first element, attribute or text that has no place. Throws ChangelogError. */
export function checkGrammar(root: XmlElement, fileText: string): void {
  const fail = (what: string, { place }: Pick<XmlElement, 'place'>, next?: string): never => {
    throw new ChangelogError(what, place, fileText, next)
  }
  if (root.name !== 'databaseChangeLog') fail(`The outermost element must be <databaseChangeLog>, not <${root.name}>.`, root)
  const declared = root.attributes.find(({ name }) => name === 'xmlns')
  if (declared && declared.value !== NAMESPACE) fail(`The namespace must be ${NAMESPACE}.`, declared)
  const check = (element: XmlElement, depth: number): void => {
    if (depth > MAX_DEPTH) fail(`<${element.name}> is nested too deeply.`, element)
    const rule = RULES[element.name]
    for (const attribute of element.attributes)
      if (!(attribute.name in rule.attributes) && !(element === root && isNamespace(attribute)))
        fail(
          `The attribute ${attribute.name} is not supported on <${element.name}>, which takes ${list(Object.keys(rule.attributes))}.`,
          attribute
        )
    if (!rule.text && element.text.text.trim()) fail(`There must be no text directly in <${element.name}>.`, { place: element.place })
    for (const child of element.children) {
      if (!rule.children?.includes(child.name))
        fail(
          `The element <${child.name}> is not supported in <${element.name}>, which takes ${list(rule.children ?? [])}.`,
          child,
          element.name === 'changeSet' || element.name === 'rollback' ? 'Write other changes as SQL.' : undefined
        )
      check(child, depth + 1)
    }
  }
  check(root, 0)
}

/** Declarations of namespaces, and where their schema could be found: nothing is fetched. */
const isNamespace = ({ name }: XmlAttribute): boolean => name === 'xmlns' || name.startsWith('xmlns:') || name === 'xsi:schemaLocation'

const list = (names: readonly string[]): string => (names.length ? names.join(', ') : 'none')

/** Access to one element that was checked; properties are expanded. */
export class ElementReader {
  constructor(
    readonly element: XmlElement,
    private readonly fileText: string,
    private readonly properties: Properties
  ) {}

  fail(what: string, place = this.element.place, next?: string): never {
    throw new ChangelogError(what, place, this.fileText, next)
  }

  children(...names: string[]): ElementReader[] {
    return this.element.children
      .filter(({ name }) => names.includes(name))
      .map((child) => new ElementReader(child, this.fileText, this.properties))
  }

  /** The one child of a name that may stand there once. */
  child(name: string): ElementReader | undefined {
    const [first, second] = this.children(name)
    if (second) second.fail(`There is a second <${name}> in this <${this.element.name}>.`)
    return first
  }

  has(name: string): boolean {
    return this.element.attributes.some((attribute) => attribute.name === name)
  }

  text(name: string): string | undefined {
    const attribute = this.find(name)
    return attribute && this.expanded(() => this.properties.expand(attribute.value), attribute)
  }

  required(name: string): string {
    const value = this.text(name)
    if (value === undefined) this.fail(`<${this.element.name}> needs the attribute ${name}.`)
    if (value.trim() === '') this.fail(`The attribute ${name} is empty.`, this.find(name)!.place)
    return value
  }

  boolean(name: string, otherwise: boolean): boolean {
    const value = this.text(name)?.toLowerCase()
    if (value !== undefined && value !== 'true' && value !== 'false')
      this.fail(`${name} is true or false, not "${value}".`, this.find(name)!.place)
    return value === undefined ? otherwise : value === 'true'
  }

  number(name: string, otherwise: number): number {
    const value = this.text(name)
    if (value !== undefined && !/^\d+$/.test(value)) this.fail(`${name} is a whole number, not "${value}".`, this.find(name)!.place)
    return value === undefined ? otherwise : Number(value)
  }

  oneOf<T extends string>(name: string, values: readonly T[], otherwise: T): T {
    const value = this.text(name) as T | undefined
    if (value !== undefined && !values.includes(value))
      this.fail(`${name} is one of ${values.join(', ')}, not "${value}".`, this.find(name)!.place)
    return value ?? otherwise
  }

  /** The text in the element. */
  content(): SourceText {
    const { text } = this.element
    return this.expanded(() => this.properties.expandSource(text), this.element)
  }

  placeOf(name: string) {
    return this.find(name)?.place ?? this.element.place
  }

  private find(name: string): XmlAttribute | undefined {
    return this.element.attributes.find((attribute) => attribute.name === name)
  }

  private expanded<T>(work: () => T, { place }: Pick<XmlElement, 'place'>): T {
    try {
      return work()
    } catch (problem) {
      return this.fail((problem as Error).message, place)
    }
  }
}
