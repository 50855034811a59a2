import type {
  AlterIndex, AlterView, CommentStatement, CreateIndex, CreateSequence, CreateSynonym, CreateView, DropStatement, Name, PurgeStatement,
  QualifiedName, RenameStatement, SequenceOptions, TruncateStatement
} from '../tree'
import { StorageParser } from './storage-parser'

const DROPPED = ['TABLE', 'VIEW', 'INDEX', 'SEQUENCE', 'SYNONYM', 'USER', 'ROLE', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'PACKAGE', 'TYPE']
/** Oracle's error when the name is missing, by kind of object. */
const NAME_ERRORS: Readonly<Record<string, number>> = { INDEX: 953, VIEW: 999, SEQUENCE: 2277, USER: 1935, ROLE: 1935, SYNONYM: 995 }
type MutableOptions = { -readonly [K in keyof SequenceOptions]: SequenceOptions[K] }

/** Indexes, views, sequences, synonyms, DROP, RENAME, TRUNCATE, COMMENT. Source: SQL Language Reference 19c, by these names. */
export abstract class DdlOtherParser extends StorageParser {
  /** Stands before [UNIQUE | BITMAP] INDEX. */
  protected createIndex(start: number): CreateIndex {
    const kind = this.acceptWord('UNIQUE', 'BITMAP')
    if (this.isWord('MULTIVALUE')) this.refuse('multivalue index')
    this.expectWord('INDEX', 968)
    const name = this.qualifiedName(953)
    this.expectWord('ON', 969)
    if (this.isWord('CLUSTER')) this.refuse('cluster index')
    const table = this.qualifiedName(903)
    const alias = this.tableAlias()
    if (alias) this.refuse('alias of an indexed table', alias.start)
    this.expectOperator('(', 906)
    const columns = this.commaList(() => {
      const from = this.token.start
      const value = this.expression()
      const text = this.textFrom(from)
      const descending = this.acceptWord('ASC', 'DESC') === 'DESC'
      return { value, descending, text }
    })
    this.expectOperator(')', 907)
    if (this.isWord('FROM', 'WHERE')) this.refuse('bitmap join index')
    while (this.storageOption() !== undefined) continue
    return { type: 'create-index', name, unique: kind === 'UNIQUE', bitmap: kind === 'BITMAP', table, columns, ...this.span(start) }
  }

  /** Behind ALTER; stands before INDEX. */
  protected alterIndex(start: number): AlterIndex {
    this.advance()
    const name = this.qualifiedName(953)
    if (this.acceptWord('RENAME')) {
      this.expectWord('TO', 905)
      return { type: 'alter-index', name, rename: this.name(953), ...this.span(start) }
    }
    if (this.isWord('UNUSABLE', 'INVISIBLE', 'DISABLE', 'MODIFY', 'SPLIT', 'DROP', 'INDEXING')) this.refuse(`ALTER INDEX … ${this.token.value}`)
    const from = this.token.start
    if (this.acceptWord('REBUILD')) {
      if (this.isWord('PARTITION', 'SUBPARTITION')) this.refuse('partitioned index')
      this.acceptWord('REVERSE', 'NOREVERSE')
    } else if (this.acceptWord('COALESCE')) this.acceptWord('CLEANUP')
    else if (this.acceptWords('SHRINK', 'SPACE')) this.acceptWord('COMPACT', 'CASCADE')
    else if (this.isWord('MONITORING', 'NOMONITORING')) {
      this.advance()
      this.expectWord('USAGE', 905)
    } else this.acceptWord('COMPILE', 'ENABLE')
    while (this.storageOption() !== undefined) continue
    if (this.token.start === from) this.fail(2243)
    return { type: 'alter-index', name, ...this.span(start) }
  }

  /** Behind ALTER; stands before VIEW. */
  protected alterView(start: number): AlterView {
    this.advance()
    const name = this.qualifiedName(999)
    if (this.isWord('ADD', 'MODIFY', 'DROP', 'READ', 'EDITIONABLE', 'NONEDITIONABLE')) this.refuse(`ALTER VIEW … ${this.token.value}`)
    this.expectWord('COMPILE', 922)
    return { type: 'alter-view', name, ...this.span(start) }
  }

  protected purge(): PurgeStatement {
    const { start } = this.advance()
    if (this.acceptWord('RECYCLEBIN', 'DBA_RECYCLEBIN')) return { type: 'purge', ...this.span(start) }
    if (this.isWord('TABLESPACE')) this.refuse('PURGE TABLESPACE')
    if (!this.acceptWord('TABLE', 'INDEX')) this.fail(38302)
    return { type: 'purge', object: this.qualifiedName(903), ...this.span(start) }
  }

  /** Behind CREATE [OR REPLACE]; stands before [NO FORCE | FORCE] … VIEW. */
  protected createView(start: number, orReplace: boolean): CreateView {
    let force = false
    for (;;) {
      if (this.acceptWord('FORCE')) force = true
      else if (this.acceptWord('NOFORCE', 'EDITIONABLE', 'NONEDITIONABLE')) continue
      else if (!this.acceptWords('NO', 'FORCE')) break
    }
    if (this.isWord('EDITIONING')) this.refuse('editioning view')
    this.expectWord('VIEW', 905)
    const name = this.qualifiedName(999)
    if (this.isWord('OF')) this.refuse('object view')
    const columns = this.isOperator('(') ? this.viewColumns() : []
    if (this.acceptWord('BEQUEATH')) {
      if (this.isWord('CURRENT_USER')) this.refuse('BEQUEATH CURRENT_USER')
      this.expectWord('DEFINER', 905)
    }
    if (this.isWords('DEFAULT', 'COLLATION')) this.refuse('DEFAULT COLLATION')
    this.expectWord('AS', 905)
    const from = this.token.start
    if (!this.startsQuery && !this.isOperator('(')) this.fail(928)
    const query = this.query()
    const queryText = this.textFrom(from)
    let readOnly = false
    let checkOption = false
    if (this.acceptWord('WITH')) {
      if (this.acceptWords('READ', 'ONLY')) readOnly = true
      else if (this.acceptWords('CHECK', 'OPTION')) checkOption = true
      else this.fail(905)
      if (this.acceptWord('CONSTRAINT')) this.name(2250)
    }
    return { type: 'create-view', name, orReplace, force, columns, query, queryText, readOnly, checkOption, ...this.span(start) }
  }

  private viewColumns(): Name[] {
    return this.nameList(() => {
      if (this.isWord('CONSTRAINT', 'PRIMARY', 'UNIQUE', 'FOREIGN')) this.refuse('constraint of a view')
      const name = this.columnName()
      if (this.isWord('CONSTRAINT', 'PRIMARY', 'UNIQUE', 'REFERENCES', 'NOT', 'CHECK')) this.refuse('constraint of a view')
      if (this.isWord('VISIBLE', 'INVISIBLE')) this.refuse('visibility of a view column')
      return name
    })
  }

  /** Stands before SEQUENCE. */
  protected sequence(type: CreateSequence['type'], start: number): CreateSequence {
    this.advance()
    const name = this.qualifiedName(2277)
    const from = this.token.start
    let restart = false
    const options: MutableOptions = {}
    for (;;) {
      if (type === 'alter-sequence' && this.acceptWord('RESTART')) restart = true
      else if (!this.sequenceOption(options)) break
    }
    if (!this.atEnd) this.fail(933)
    if (type === 'alter-sequence' && this.token.start === from) this.fail(2286)
    return { type, name, options, ...(restart && { restart }), ...this.span(start) }
  }

  protected sequenceOptions(): SequenceOptions {
    const options: MutableOptions = {}
    while (this.sequenceOption(options)) continue
    return options
  }

  private sequenceOption(options: MutableOptions): boolean {
    switch (this.token.kind === 'word' ? this.token.value : '') {
      case 'START':
        this.advance()
        this.expectWord('WITH', 905)
        if (this.isWord('LIMIT')) this.refuse('START WITH LIMIT VALUE')
        options.startWith = this.sequenceNumber('START WITH')
        return true
      case 'INCREMENT':
        this.advance()
        this.expectWord('BY', 924)
        options.incrementBy = this.sequenceNumber('INCREMENT')
        return true
      case 'MAXVALUE':
        this.advance()
        options.maxValue = this.sequenceNumber('MAXVALUE')
        return true
      case 'NOMAXVALUE':
        this.advance()
        options.maxValue = 'none'
        return true
      case 'MINVALUE':
        this.advance()
        options.minValue = this.sequenceNumber('MINVALUE')
        return true
      case 'NOMINVALUE':
        this.advance()
        options.minValue = 'none'
        return true
      case 'CYCLE':
        this.advance()
        options.cycle = true
        return true
      case 'NOCYCLE':
        this.advance()
        options.cycle = false
        return true
      case 'CACHE':
        this.advance()
        options.cache = Number(this.sequenceNumber('CACHE'))
        return true
      case 'NOCACHE':
        this.advance()
        options.cache = 'none'
        return true
      case 'ORDER':
        this.advance()
        options.order = true
        return true
      case 'NOORDER':
        this.advance()
        options.order = false
        return true
      case 'NOKEEP':
      case 'NOSCALE':
      case 'NOSHARD':
      case 'GLOBAL':
        this.advance()
        return true
      case 'KEEP':
      case 'SCALE':
      case 'SHARD':
      case 'SESSION':
      case 'SHARING':
        this.refuse(`${this.token.value} sequence`)
      // falls through
      default:
        return false
    }
  }

  private sequenceNumber(parameter: string): bigint {
    const negative = this.acceptOperator('-')
    if (!negative) this.acceptOperator('+')
    const t = this.token
    if (t.kind !== 'number' || t.suffix || !/^\d+\.?$/.test(t.value)) this.fail(4001, [parameter])
    this.advance()
    const value = BigInt(t.value.replace('.', ''))
    return negative ? -value : value
  }

  /** Behind CREATE [OR REPLACE] [PUBLIC]; stands before SYNONYM. */
  protected createSynonym(start: number, orReplace: boolean, isPublic: boolean): CreateSynonym {
    this.advance()
    const name = this.qualifiedName(995)
    this.expectWord('FOR', 905)
    const target = this.qualifiedName(995)
    return { type: 'create-synonym', name, orReplace, public: isPublic, target, ...this.span(start) }
  }

  protected drop(): DropStatement {
    const { start } = this.advance()
    const object = this.droppedObject()
    const name: QualifiedName = this.qualifiedName(NAME_ERRORS[object.split(' ').at(-1) as string] ?? (object === 'TABLE' ? 903 : 4044))
    let cascade = false
    let purge = false
    let force = false
    for (;;) {
      if ((object === 'TABLE' || object === 'VIEW') && this.acceptWord('CASCADE')) {
        this.expectWord('CONSTRAINTS', 905)
        cascade = true
      } else if (object === 'USER' && this.acceptWord('CASCADE')) cascade = true
      else if (object === 'TABLE' && this.acceptWord('PURGE')) purge = true
      else if (['INDEX', 'SYNONYM', 'PUBLIC SYNONYM', 'TYPE'].includes(object) && this.acceptWord('FORCE')) force = true
      else if (object === 'INDEX' && this.acceptWord('ONLINE')) continue
      else if (object === 'INDEX' && this.acceptWords('DEFERRED', 'INVALIDATION')) continue
      else if (object === 'TYPE' && this.acceptWord('VALIDATE')) this.refuse('DROP TYPE … VALIDATE')
      else if (object === 'MATERIALIZED VIEW' && this.isWord('PRESERVE')) this.refuse('PRESERVE TABLE')
      else break
    }
    return { type: 'drop', object, name, cascade, purge, ...(force && { force }), ...this.span(start) }
  }

  private droppedObject(): DropStatement['object'] {
    if (this.acceptWords('MATERIALIZED', 'VIEW')) {
      if (this.isWord('LOG')) this.refuse('DROP MATERIALIZED VIEW LOG')
      return 'MATERIALIZED VIEW'
    }
    if (this.acceptWords('PUBLIC', 'SYNONYM')) return 'PUBLIC SYNONYM'
    const word = this.acceptWord(...DROPPED)
    if (word === undefined) {
      if (this.isWord('PUBLIC') || (this.token.kind === 'word' && OTHER_OBJECTS.has(this.token.value)))
        this.refuse(`DROP ${this.token.value}`)
      this.fail(950)
    }
    if ((word === 'PACKAGE' || word === 'TYPE') && this.acceptWord('BODY')) return `${word} BODY`
    return word as DropStatement['object']
  }

  protected rename(): RenameStatement {
    const { start } = this.advance()
    const from = this.name(903)
    if (this.isOperator('.')) this.fail(1765)
    this.expectWord('TO', 905)
    return { type: 'rename', from, to: this.name(903), ...this.span(start) }
  }

  protected truncate(): TruncateStatement {
    const { start } = this.advance()
    if (this.isWord('CLUSTER')) this.refuse('TRUNCATE CLUSTER')
    this.expectWord('TABLE', 3290)
    const name = this.qualifiedName(903)
    let cascade = false
    for (;;) {
      if (this.isWord('PRESERVE', 'PURGE') && this.peekWord(1, 'MATERIALIZED')) this.refuse('materialized view log')
      if (this.acceptWord('DROP')) {
        this.acceptWord('ALL')
        this.expectWord('STORAGE', 3291)
      } else if (this.acceptWord('REUSE')) this.expectWord('STORAGE', 3291)
      else if (this.acceptWord('CASCADE')) cascade = true
      else break
    }
    if (!this.atEnd) this.fail(3291)
    return { type: 'truncate', name, cascade, ...this.span(start) }
  }

  protected comment(): CommentStatement {
    const { start } = this.advance()
    this.expectWord('ON', 969)
    if (this.isWord('MATERIALIZED', 'INDEXTYPE', 'OPERATOR', 'MINING', 'EDITION', 'AUDIT')) this.refuse(`COMMENT ON ${this.token.value}`)
    const on = this.acceptWord('TABLE', 'COLUMN') as 'TABLE' | 'COLUMN' | undefined
    if (on === undefined) this.fail(905)
    const path = [this.name(on === 'TABLE' ? 903 : 1747)]
    while (this.acceptOperator('.')) path.push(this.name(on === 'TABLE' ? 903 : 1747))
    if (on === 'COLUMN' ? path.length < 2 || path.length > 3 : path.length > 2) this.fail(on === 'TABLE' ? 933 : 1747)
    this.expectWord('IS', 905)
    const t = this.token
    if (t.kind !== 'string') this.fail(1780)
    this.advance()
    return { type: 'comment', on, path, text: t.value, ...this.span(start) }
  }
}

/** Kinds of object that Oracle creates and drops and this database has not. */
export const OTHER_OBJECTS: ReadonlySet<string> = new Set([
  'ANALYTIC',
  'ATTRIBUTE',
  'AUDIT',
  'CLUSTER',
  'CONTEXT',
  'CONTROLFILE',
  'DATABASE',
  'DIMENSION',
  'DIRECTORY',
  'DISKGROUP',
  'EDITION',
  'FLASHBACK',
  'HIERARCHY',
  'INDEXTYPE',
  'INMEMORY',
  'JAVA',
  'LIBRARY',
  'LOCKDOWN',
  'MATERIALIZED',
  'OPERATOR',
  'OUTLINE',
  'PFILE',
  'PLUGGABLE',
  'PROFILE',
  'PROPERTY',
  'RESTORE',
  'ROLLBACK',
  'SCHEMA',
  'SHARED',
  'SPFILE',
  'TABLESPACE',
  'TEMPORARY',
  'UNDO',
  'BIGFILE',
  'SMALLFILE',
  'ZONEMAP',
  'DOMAIN'
])
