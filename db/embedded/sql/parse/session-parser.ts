import type {
  AlterSession,
  CommitStatement,
  LockTable,
  Name,
  RollbackStatement,
  SavepointStatement,
  SetConstraints,
  SetRole,
  SetTransaction,
  StatementNode
} from '../tree'
import { GrantParser } from './grant-parser'

const LOCK_MODES = ['ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE', 'SHARE ROW EXCLUSIVE', 'SHARE', 'EXCLUSIVE']

/** Transactions and the session. Source: SQL Language Reference 19c, the statements of these names. */
export abstract class SessionParser extends GrantParser {
  protected commit(): CommitStatement {
    const { start } = this.advance()
    this.acceptWord('WORK')
    if (this.acceptWord('COMMENT') && this.advance().kind !== 'string') this.fail(1780)
    if (this.acceptWord('WRITE')) while (this.acceptWord('WAIT', 'NOWAIT', 'IMMEDIATE', 'BATCH')) continue
    if (this.isWord('FORCE')) this.refuse('COMMIT FORCE')
    if (!this.atEnd) this.fail(2185)
    return { type: 'commit', ...this.span(start) }
  }

  protected rollback(): RollbackStatement {
    const { start } = this.advance()
    this.acceptWord('WORK')
    if (this.isWord('FORCE')) this.refuse('ROLLBACK FORCE')
    let to: Name | undefined
    if (this.acceptWord('TO')) {
      this.acceptWord('SAVEPOINT')
      to = this.name(3001)
    }
    if (!this.atEnd) this.fail(2181)
    return { type: 'rollback', ...(to && { to }), ...this.span(start) }
  }

  protected savepoint(): SavepointStatement {
    const { start } = this.advance()
    return { type: 'savepoint', name: this.name(3050), ...this.span(start) }
  }

  /** SET TRANSACTION, SET CONSTRAINTS, SET ROLE. */
  protected set(): StatementNode {
    const { start } = this.advance()
    if (this.acceptWord('TRANSACTION')) return this.setTransaction(start)
    if (this.acceptWord('CONSTRAINT', 'CONSTRAINTS')) return this.setConstraints(start)
    if (this.acceptWord('ROLE')) return this.setRole(start)
    this.fail(922)
  }

  private setTransaction(start: number): SetTransaction {
    let mode: SetTransaction['mode'] = 'read committed'
    if (this.acceptWord('READ')) mode = (this.acceptWord('ONLY', 'WRITE') ?? this.fail(905)) === 'ONLY' ? 'read only' : 'read write'
    else if (this.acceptWord('ISOLATION')) {
      this.expectWord('LEVEL', 905)
      if (this.acceptWord('SERIALIZABLE')) mode = 'serializable'
      else if (!this.acceptWords('READ', 'COMMITTED')) this.fail(2179)
    } else if (this.isWord('USE')) this.refuse('USE ROLLBACK SEGMENT')
    else if (!this.isWord('NAME')) this.fail(900)
    if (this.acceptWord('NAME')) {
      if (this.token.kind !== 'string') this.fail(1780)
      this.advance()
    }
    return { type: 'set-transaction', mode, ...this.span(start) }
  }

  private setConstraints(start: number): SetConstraints {
    const all = this.acceptWord('ALL') !== undefined
    const names = all ? [] : this.commaList(() => this.qualifiedName(2250))
    const when = this.acceptWord('DEFERRED', 'IMMEDIATE') ?? this.fail(905)
    return { type: 'set-constraints', all, names, deferred: when === 'DEFERRED', ...this.span(start) }
  }

  private setRole(start: number): SetRole {
    if (this.acceptWord('ALL')) {
      if (this.isWord('EXCEPT')) this.refuse('SET ROLE ALL EXCEPT')
      return { type: 'set-role', roles: 'ALL', ...this.span(start) }
    }
    if (this.acceptWord('NONE')) return { type: 'set-role', roles: 'NONE', ...this.span(start) }
    const roles = this.commaList(() => {
      const name = this.name(1937)
      if (this.isWord('IDENTIFIED')) this.refuse('role with a password')
      return name
    })
    return { type: 'set-role', roles, ...this.span(start) }
  }

  /** Behind ALTER; stands before SESSION. */
  protected alterSession(start: number): AlterSession {
    this.advance()
    if (this.isWord('ENABLE', 'DISABLE', 'FORCE', 'CLOSE', 'ADVISE', 'SYNC')) this.refuse(`ALTER SESSION ${this.token.value}`)
    this.expectWord('SET', 922)
    const settings: AlterSession['settings'][number][] = []
    do {
      const at = this.token.start
      if (this.isWord('EVENTS')) this.refuse('ALTER SESSION SET EVENTS')
      const name = this.name(2248).name
      this.expectOperator('=', 927)
      settings.push({ name, value: this.settingValue(), span: this.span(at) })
      this.acceptOperator(',')
    } while (!this.atEnd)
    return { type: 'alter-session', settings, ...this.span(start) }
  }

  /** A string, a number, or a word: folded as a name is. */
  private settingValue(): string {
    const sign = this.acceptOperator('-') ? '-' : ''
    const t = this.token
    if (t.kind === 'operator' || t.kind === 'bind') this.fail(2248)
    this.advance()
    return sign + t.value
  }

  protected lockTable(): LockTable {
    const { start } = this.advance()
    this.expectWord('TABLE', 905)
    const names = this.commaList(() => {
      const name = this.qualifiedName(903)
      if (this.isWord('PARTITION', 'SUBPARTITION')) this.refuse(`LOCK TABLE … ${this.token.value}`)
      return name
    })
    this.expectWord('IN', 905)
    const words: string[] = []
    while (this.isWord('ROW', 'SHARE', 'EXCLUSIVE', 'UPDATE')) words.push(this.advance().value)
    const mode = words.join(' ')
    if (!LOCK_MODES.includes(mode)) this.fail(1737)
    this.expectWord('MODE', 905)
    let wait: LockTable['wait']
    if (this.acceptWord('NOWAIT')) wait = 'NOWAIT'
    else if (this.acceptWord('WAIT')) wait = this.integer(30005)
    return { type: 'lock-table', names, mode, ...(wait !== undefined && { wait }), ...this.span(start) }
  }
}
