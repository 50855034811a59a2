import { AlterTableParser } from './alter-table-parser'

/** Words of storage that stand alone. */
const ALONE: ReadonlySet<string> = new Set([
  'LOGGING',
  'NOLOGGING',
  'FILESYSTEM_LIKE_LOGGING',
  'NOCOMPRESS',
  'CACHE',
  'NOCACHE',
  'MONITORING',
  'NOMONITORING',
  'NOPARALLEL',
  'ROWDEPENDENCIES',
  'NOROWDEPENDENCIES',
  'OVERFLOW',
  'NOMAPPING',
  'ONLINE',
  'REVERSE',
  'NOSORT',
  'SORT',
  'VISIBLE'
])
const WITH_NUMBER: ReadonlySet<string> = new Set(['PCTFREE', 'PCTUSED', 'INITRANS', 'MAXTRANS', 'PCTTHRESHOLD'])

/** Options of a table's or index's segment: taken, named, without meaning here. Source: "physical_attributes_clause", "storage_clause". */
export abstract class StorageParser extends AlterTableParser {
  /** The option's words, or undefined when what follows is none. What would change answers is refused. */
  protected storageOption(): string | undefined {
    const t = this.token
    if (t.kind !== 'word') return undefined
    const { start, value } = t
    if (ALONE.has(value)) this.advance()
    else if (WITH_NUMBER.has(value)) {
      this.advance()
      this.integer(value === 'PCTFREE' ? 974 : 922)
    } else if (!this.longOption(value)) return undefined
    return this.textFrom(start).toUpperCase().replace(/\s+/g, ' ')
  }

  private longOption(word: string): boolean {
    switch (word) {
      case 'TABLESPACE':
        this.advance()
        this.name(959, [''])
        return true
      case 'STORAGE':
        this.advance()
        this.skipParentheses()
        return true
      case 'SEGMENT':
        this.advance()
        this.expectWord('CREATION', 905)
        if (!this.acceptWord('IMMEDIATE', 'DEFERRED')) this.fail(922)
        return true
      case 'ORGANIZATION':
        this.advance()
        if (this.isWord('EXTERNAL')) this.refuse('external table')
        if (!this.acceptWord('HEAP', 'INDEX')) this.fail(922)
        return true
      case 'COMPRESS':
        this.advance()
        if (this.token.kind === 'number') this.advance()
        else if (this.acceptWord('FOR'))
          while (this.acceptWord('OLTP', 'ALL', 'OPERATIONS', 'DIRECT_LOAD', 'QUERY', 'ARCHIVE', 'LOW', 'HIGH')) continue
        else if (this.acceptWord('ADVANCED')) this.acceptWord('LOW', 'HIGH')
        else this.acceptWord('BASIC')
        return true
      case 'ROW':
        if (!this.acceptWords('ROW', 'STORE', 'COMPRESS')) return false
        this.acceptWord('BASIC', 'ADVANCED')
        return true
      case 'PARALLEL':
        this.advance()
        if (this.token.kind === 'number') this.advance()
        else if (this.isOperator('(')) this.skipParentheses()
        return true
      case 'INCLUDING':
        this.advance()
        this.columnName()
        return true
      case 'ENABLE':
      case 'DISABLE':
        return this.acceptWords(word, 'ROW', 'MOVEMENT')
      case 'LOB':
        return this.lobStorage()
      case 'DEFAULT':
        if (this.isWords('DEFAULT', 'COLLATION')) this.refuse('DEFAULT COLLATION')
        return false
      case 'RESULT_CACHE':
        this.advance()
        this.skipParentheses()
        return true
      case 'NO':
        return this.acceptWords('NO', 'INMEMORY') || this.acceptWords('NO', 'FLASHBACK', 'ARCHIVE')
      case 'INMEMORY':
        this.advance()
        return true
      case 'PARTITION':
        this.refuse('partitioned table')
      // falls through
      case 'CLUSTER':
        this.refuse('clustered table')
      // falls through
      case 'NESTED':
      case 'VARRAY':
      case 'OBJECT':
      case 'XMLTYPE':
        this.refuse(`${word} storage`)
      // falls through
      case 'FLASHBACK':
        this.refuse('FLASHBACK ARCHIVE')
      // falls through
      case 'READ':
        this.refuse('read-only table')
      // falls through
      case 'ILM':
        this.refuse('ILM policy')
      // falls through
      case 'LOCAL':
      case 'GLOBAL':
      case 'INDEXTYPE':
      case 'UNUSABLE':
      case 'INVISIBLE':
        this.refuse(`${word} index`)
      // falls through
      default:
        return false
    }
  }

  /** LOB (c, …) STORE AS [SECUREFILE | BASICFILE] [name] [( … )] */
  private lobStorage(): boolean {
    this.advance()
    this.nameList(() => this.columnName())
    this.expectWord('STORE', 905)
    this.expectWord('AS', 905)
    this.acceptWord('SECUREFILE', 'BASICFILE')
    if (!this.isOperator('(') && (this.token.kind === 'quoted' || (this.token.kind === 'word' && this.peekOperator(1, '(')))) this.name(922)
    if (this.isOperator('(')) this.skipParentheses()
    return true
  }
}
