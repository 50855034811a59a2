import { oraError } from '../../errors/messages'
import type { AlterUnit, Placeholder, PlsqlUnit, StatementNode } from '../tree'
import { OTHER_OBJECTS } from './ddl-other-parser'
import { SessionParser } from './session-parser'

const REFUSED_STATEMENTS: ReadonlySet<string> = new Set([
  'ADMINISTER',
  'ANALYZE',
  'ASSOCIATE',
  'AUDIT',
  'DISASSOCIATE',
  'FLASHBACK',
  'NOAUDIT'
])
const PLSQL_OBJECTS = ['FUNCTION', 'PROCEDURE', 'TRIGGER', 'PACKAGE', 'TYPE']
/** Statements in which a placeholder may not stand: ORA-01027. */
const WITHOUT_BINDS: ReadonlySet<string> = new Set([
  'create-table',
  'alter-table',
  'create-index',
  'alter-index',
  'alter-view',
  'alter-unit',
  'alter-trigger',
  'create-view',
  'create-sequence',
  'alter-sequence',
  'create-synonym',
  'drop',
  'rename',
  'truncate',
  'comment',
  'create-user',
  'alter-user',
  'create-role',
  'grant',
  'revoke'
])

/** Any SQL statement, by its first words. */
export class StatementParser extends SessionParser {
  statement(): StatementNode {
    const node = this.anyStatement()
    this.expectEnd()
    if (WITHOUT_BINDS.has(node.type) && this.placeholders.length > 0) throw oraError(1027, [], this.placeholders[0].start)
    return node
  }

  private anyStatement(): StatementNode {
    const t = this.token
    if (this.isOperator('(')) return this.selectStatement()
    switch (t.kind === 'word' ? t.value : '') {
      case 'SELECT':
      case 'WITH':
        return this.selectStatement()
      case 'INSERT':
        return this.insert()
      case 'UPDATE':
        return this.update()
      case 'DELETE':
        return this.deleteStatement()
      case 'MERGE':
        return this.merge()
      case 'CREATE':
        return this.create()
      case 'ALTER':
        return this.alter()
      case 'DROP':
        return this.drop()
      case 'RENAME':
        return this.rename()
      case 'TRUNCATE':
        return this.truncate()
      case 'COMMENT':
        return this.comment()
      case 'GRANT':
      case 'REVOKE':
        return this.grantOrRevoke()
      case 'COMMIT':
        return this.commit()
      case 'ROLLBACK':
        return this.rollback()
      case 'SAVEPOINT':
        return this.savepoint()
      case 'SET':
        return this.set()
      case 'LOCK':
        return this.lockTable()
      case 'EXPLAIN':
        return this.explain()
      case 'PURGE':
        return this.purge()
    }
    if (t.kind === 'word' && REFUSED_STATEMENTS.has(t.value)) this.refuse(t.value)
    this.fail(900)
  }

  private create(): StatementNode {
    const { start } = this.advance()
    const orReplace = this.acceptWords('OR', 'REPLACE')
    if (this.isWord('TABLE', 'GLOBAL', 'PRIVATE', 'SHARDED', 'DUPLICATED', 'IMMUTABLE', 'BLOCKCHAIN')) {
      if (orReplace) this.fail(922)
      return this.createTable(start)
    }
    if (this.isWord('UNIQUE', 'BITMAP', 'INDEX', 'MULTIVALUE')) return orReplace ? this.fail(922) : this.createIndex(start)
    if (this.isWord('VIEW', 'FORCE', 'NOFORCE', 'EDITIONABLE', 'NONEDITIONABLE', 'EDITIONING', 'NO')) {
      if (this.isWord('EDITIONABLE', 'NONEDITIONABLE') && this.peekWord(1, 'SYNONYM')) this.advance()
      else return this.createView(start, orReplace)
    }
    if (this.isWord('SYNONYM')) return this.createSynonym(start, orReplace, false)
    if (this.isWords('PUBLIC', 'SYNONYM')) {
      this.advance()
      return this.createSynonym(start, orReplace, true)
    }
    if (orReplace) {
      if (this.token.kind === 'word' && OTHER_OBJECTS.has(this.token.value)) this.refuse(`CREATE ${this.token.value}`)
      this.fail(922)
    }
    if (this.isWord('SEQUENCE')) return this.sequence('create-sequence', start)
    if (this.isWord('USER')) return this.user('create-user', start)
    if (this.isWord('ROLE')) return this.createRole(start)
    if (this.isWord('PUBLIC')) this.refuse('CREATE PUBLIC DATABASE LINK')
    if (this.token.kind === 'word' && OTHER_OBJECTS.has(this.token.value)) {
      this.refuse(this.isWords('MATERIALIZED', 'VIEW') ? 'CREATE MATERIALIZED VIEW' : `CREATE ${this.token.value}`)
    }
    this.fail(901)
  }

  private alter(): StatementNode {
    const { start } = this.advance()
    switch (this.token.kind === 'word' ? this.token.value : '') {
      case 'TABLE':
        return this.alterTable(start)
      case 'SEQUENCE':
        return this.sequence('alter-sequence', start)
      case 'USER':
        return this.user('alter-user', start)
      case 'SESSION':
        return this.alterSession(start)
      case 'INDEX':
        return this.alterIndex(start)
      case 'VIEW':
        return this.alterView(start)
      case 'PROCEDURE':
      case 'FUNCTION':
      case 'PACKAGE':
      case 'TRIGGER':
      case 'TYPE':
        return this.alterUnit(start)
      case 'ROLE':
      case 'SYSTEM':
      case 'SYNONYM':
        this.refuse(`ALTER ${this.token.value}`)
    }
    if (this.token.kind === 'word' && OTHER_OBJECTS.has(this.token.value)) this.refuse(`ALTER ${this.token.value}`)
    this.fail(940)
  }

  /** Behind ALTER. Source: SQL Language Reference, "ALTER PROCEDURE" and its like; the compiler's parameters mean nothing here. */
  private alterUnit(start: number): StatementNode {
    const object = this.advance().value as AlterUnit['object']
    const name = this.qualifiedName(object === 'TRIGGER' ? 4070 : object === 'TYPE' ? 2302 : 4050)
    if (object === 'TRIGGER') {
      const state = this.acceptWord('ENABLE', 'DISABLE')
      if (state) return { type: 'alter-trigger', name, action: state === 'ENABLE' ? 'enable' : 'disable', ...this.span(start) }
      if (this.acceptWord('RENAME')) {
        this.expectWord('TO', 905)
        return { type: 'alter-trigger', name, action: { rename: this.name(4070) }, ...this.span(start) }
      }
    }
    if (this.isWord('EDITIONABLE', 'NONEDITIONABLE', 'ADD', 'MODIFY', 'DROP', 'REPLACE', 'RESET', 'INSTANTIABLE', 'FINAL', 'NOT'))
      this.refuse(`ALTER ${object} … ${this.token.value}`)
    this.expectWord('COMPILE', 922)
    this.acceptWord('DEBUG')
    const parts = object === 'PACKAGE' ? ['BODY', 'SPECIFICATION', 'PACKAGE'] : object === 'TYPE' ? ['BODY', 'SPECIFICATION'] : []
    const part = this.acceptWord(...parts) as AlterUnit['part'] | 'PACKAGE' | undefined
    while (this.token.kind === 'word' && this.peekOperator(1, '=')) {
      for (let i = 0; i < 3; i++) {
        if (i === 2 && this.isOperator(this.token.value)) this.fail(922)
        this.advance()
      }
    }
    if (this.acceptWord('REUSE')) this.expectWord('SETTINGS', 922)
    if (!this.atEnd) this.fail(922)
    return { type: 'alter-unit', object, name, ...(part && part !== 'PACKAGE' && { part }), ...this.span(start) }
  }

  private explain(): StatementNode {
    const { start } = this.advance()
    this.expectWord('PLAN', 905)
    if (this.acceptWord('SET')) {
      this.expectWord('STATEMENT_ID', 905)
      this.expectOperator('=', 927)
      if (this.token.kind !== 'string') this.fail(1780)
      this.advance()
    }
    if (this.acceptWord('INTO')) this.qualifiedName(903)
    this.expectWord('FOR', 905)
    if (!this.isOperator('(') && !this.isWord('SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'CREATE', 'ALTER')) this.fail(905)
    const statement = this.anyStatement()
    return { type: 'explain', statement, ...this.span(start) }
  }

  /**
   * PL/SQL is told by its first words and left to its own compiler. Must be asked before anything is parsed: characters that
   * SQL calls invalid are PL/SQL's own.
   */
  static plsqlUnit(words: readonly string[], end: number): PlsqlUnit | undefined {
    const unit = (what: string): PlsqlUnit => ({ type: 'plsql', what, start: 0, end })
    if (words[0] === 'BEGIN' || words[0] === 'DECLARE' || words[0] === 'CALL') return unit(words[0])
    if (words[0] === '<<') return unit('BEGIN')
    if (words[0] !== 'CREATE') return undefined
    let i = 1
    if (words[i] === 'OR' && words[i + 1] === 'REPLACE') i += 2
    if (words[i] === 'EDITIONABLE' || words[i] === 'NONEDITIONABLE') i++
    if (!PLSQL_OBJECTS.includes(words[i])) return undefined
    return unit(`CREATE ${words[i]}${words[i + 1] === 'BODY' ? ' BODY' : ''}`)
  }

  get parsedPlaceholders(): readonly Placeholder[] {
    return [...this.placeholders].sort((a, b) => a.start - b.start)
  }
}
