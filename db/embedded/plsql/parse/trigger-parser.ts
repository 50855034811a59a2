import { oraError } from '../../errors/messages'
import { isIdentifier } from '../../sql/parse/name-parser'
import type { ConditionNode, Name, QualifiedName } from '../../sql/tree'
import type { BlockNode, CreateTrigger, PlsqlStatement } from '../tree'
import { DECLARATION_START } from './expected-symbols'
import { PlsqlSyntaxError } from './plsql-syntax-error'
import { UnitParser, type UnitStart } from './unit-parser'

type Event = CreateTrigger['events'][number]
type Point = NonNullable<CreateTrigger['points']>[number]
type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Head = Mutable<Omit<CreateTrigger, 'body' | 'points' | 'start' | 'end'>>

/** Events that are no DML. */
const SYSTEM_EVENTS = new Set(
  `ALTER ANALYZE ASSOCIATE AUDIT COMMENT CREATE DISASSOCIATE DROP GRANT NOAUDIT RENAME REVOKE TRUNCATE DDL STARTUP SHUTDOWN
   DB_ROLE_CHANGE SERVERERROR LOGON LOGOFF SUSPEND CLONE UNPLUG SET`.split(/\s+/)
)
const POINTS: readonly Point['point'][] = [
  'BEFORE STATEMENT', 'BEFORE EACH ROW', 'AFTER EACH ROW', 'AFTER STATEMENT', 'INSTEAD OF EACH ROW']

/**
 * CREATE TRIGGER. What stands before the body belongs to SQL: an error there makes no trigger. Source: PL/SQL Language Reference
 * 19c, "CREATE TRIGGER Statement"; Database Error Messages, ORA-04070 to ORA-04079.
 */
export abstract class TriggerParser extends UnitParser {
  protected createTrigger(unit: UnitStart): CreateTrigger {
    this.procedural = false
    const name = this.unitName('TRIGGER', unit)
    const head = this.triggerHead(unit, name)
    this.procedural = true
    this.correlation = { old: head.referencing.old?.name ?? 'OLD', new: head.referencing.new?.name ?? 'NEW' }
    if (this.header) this.header = { ...this.header, trigger: head }
    if (head.timing === 'COMPOUND') return this.compound(head, unit.start)
    const body = this.isWord('CALL') ? this.calledRoutine() : this.triggerBlock(name)
    return { ...head, body, ...this.span(unit.start) }
  }

  private triggerHead(unit: UnitStart, name: QualifiedName): Head {
    const timing = this.timing()
    const events = [this.event(timing)]
    while (this.acceptWord('OR')) events.push(this.event(timing))
    if (new Set(events.map(e => e.event)).size < events.length) this.missing(4072)
    if (!this.acceptWord('ON')) this.missing(969)
    if (this.isWord('DATABASE', 'SCHEMA', 'PLUGGABLE')) this.refuse(`trigger on ${this.token.value}`)
    if (this.isWords('NESTED', 'TABLE')) this.refuse('trigger on a nested table')
    if (!isIdentifier(this.token)) this.missing(903)
    const on = this.qualifiedName(903)
    const head: Head = {
      type: 'create-trigger', ...unit, name, timing, events, on,
      forEachRow: timing === 'INSTEAD OF', referencing: {}, follows: [], disabled: false
    }
    this.triggerOptions(head)
    if (timing === 'COMPOUND') {
      if (!this.acceptWords('COMPOUND', 'TRIGGER')) this.missing(4079)
    } else if (this.isWord('COMPOUND')) this.missing(4079)
    else if (!this.isWord('DECLARE', 'BEGIN', 'CALL') && !this.isOperator('<<')) this.missing(4079)
    return head
  }

  private timing(): CreateTrigger['timing'] {
    if (this.acceptWord('BEFORE')) return 'BEFORE'
    if (this.acceptWord('AFTER')) return 'AFTER'
    if (this.acceptWords('INSTEAD', 'OF')) return 'INSTEAD OF'
    if (this.acceptWord('FOR')) return 'COMPOUND'
    return this.missing(4071)
  }

  private event(timing: CreateTrigger['timing']): Event {
    const { start, kind, value } = this.token
    const event = this.acceptWord('INSERT', 'UPDATE', 'DELETE') as Event['event'] | undefined
    if (event === undefined) {
      if (kind === 'word' && SYSTEM_EVENTS.has(value)) this.refuse(`trigger on ${value}`)
      this.missing(4072)
    }
    let columns: Name[] = []
    if (this.isWord('OF')) {
      if (event !== 'UPDATE' || timing === 'INSTEAD OF') this.missing(4073)
      this.advance()
      columns = this.commaList(() => this.columnName())
    }
    return { event, columns, ...this.span(start) }
  }

  /** REFERENCING, FOR EACH ROW, FOLLOWS, ENABLE, WHEN: in this order in the manual. */
  private triggerOptions(head: Head): void {
    if (this.acceptWord('REFERENCING')) head.referencing = this.referencing()
    if (this.acceptWord('FOR')) {
      if (!this.acceptWords('EACH', 'ROW')) this.missing(4079)
      if (head.timing === 'COMPOUND') this.missing(4079)
      head.forEachRow = true
    }
    if (this.isWord('FORWARD', 'REVERSE')) this.refuse('crossedition trigger')
    if (this.isWord('PRECEDES')) this.refuse('PRECEDES')
    if (this.acceptWord('FOLLOWS')) head.follows = this.commaList(() => this.qualifiedName(4070))
    const state = this.acceptWord('ENABLE', 'DISABLE')
    head.disabled = state === 'DISABLE'
    if (this.isWord('WHEN')) this.when(head)
  }

  private referencing(): CreateTrigger['referencing'] {
    const names: { old?: Name; new?: Name } = {}
    while (this.isWord('OLD', 'NEW', 'PARENT')) {
      const what = this.advance().value
      if (what === 'PARENT') this.refuse('REFERENCING PARENT')
      this.acceptWord('AS')
      if (!isIdentifier(this.token)) this.missing(4074)
      const key = what === 'OLD' ? 'old' : 'new'
      if (names[key]) this.missing(4076)
      names[key] = this.takeName()
    }
    if (!names.old && !names.new) this.missing(4074)
    if ((names.old?.name ?? 'OLD') === (names.new?.name ?? 'NEW')) this.missing(4078)
    return names
  }

  /** WHEN (condition): columns by NEW and OLD without colons. */
  private when(head: Head): void {
    if (head.timing === 'INSTEAD OF') this.missing(25004)
    if (!head.forEachRow && head.timing !== 'COMPOUND') this.missing(4077)
    this.advance()
    if (!this.acceptOperator('(')) this.missing(906)
    const from = this.token.start
    const condition: ConditionNode = this.whenCondition()
    head.when = condition
    head.whenText = this.textFrom(from)
    if (!this.acceptOperator(')')) this.missing(907)
  }

  private whenCondition(): ConditionNode {
    const bind = this.bindWithin()
    if (bind !== undefined) throw oraError(25000, [], bind)
    return this.condition()
  }

  /** Offset of the first bind variable before the parenthesis closes. */
  private bindWithin(): number | undefined {
    for (let depth = 1, ahead = 0; depth > 0; ahead++) {
      const t = this.peek(ahead)
      if (t.kind === 'bind') return t.start
      if (t.start === this.text.length) return undefined
      if (t.kind === 'operator') depth += t.value === '(' ? 1 : t.value === ')' ? -1 : 0
    }
    return undefined
  }

  private triggerBlock(name: QualifiedName): BlockNode {
    const labels: Name[] = [name.object]
    while (this.acceptOperator('<<')) {
      labels.push(this.identifier())
      this.expectOperator('>>', 905)
    }
    const { label: _, ...block } = this.block(labels)
    this.unitEnd()
    const label = labels.length > 1 ? labels.at(-1) : undefined
    return { ...block, ...(label && { label }) }
  }

  /** CALL p(:new.a), without a `;`. */
  private calledRoutine(): BlockNode {
    const { start } = this.advance()
    const call = this.target()
    if (this.token.start < this.text.length) this.unexpected(['.', '(', '@', '%'])
    const span = this.span(start)
    const statement: PlsqlStatement = { type: 'call-statement', call, ...span }
    return { type: 'block', declarations: [], statements: [statement], handlers: [], ...span }
  }

  private compound(head: Head, from: number): CreateTrigger {
    const { start } = this.token
    const declarations = this.compoundDeclarations()
    const points: Point[] = []
    while (!this.isWord('END')) points.push(this.timingPoint(points))
    if (points.length === 0) this.unexpected(['after', 'before', 'instead'])
    this.advance()
    const endName = this.endName()
    this.checkEndName({ endName }, head.name.object)
    this.unitEnd()
    const body: BlockNode = { type: 'block', declarations, statements: [], handlers: [], ...(endName && { endName }), ...this.span(start) }
    return { ...head, body, points, ...this.span(from) }
  }

  private compoundDeclarations() {
    return this.isWord('BEFORE', 'AFTER', 'INSTEAD') ? [] : this.declarations(DECLARATION_START, 'BEFORE', 'AFTER', 'INSTEAD', 'END')
  }

  private timingPoint(before: readonly Point[]): Point {
    const { start } = this.token
    const point = POINTS.find(p => this.acceptWords(...p.split(' ')))
    if (!point) this.unexpected(['after', 'before', 'end', 'instead'])
    if (before.some(p => p.point === point)) throw new PlsqlSyntaxError(start, `PLS-00676: duplicate ${point} timing point`)
    this.expectWord('IS', 905)
    const declarations = this.declarations(DECLARATION_START, 'BEGIN')
    const bodyStart = declarations[0]?.start ?? this.token.start
    this.expectWord('BEGIN', 905)
    const { statements, handlers } = this.statementsAndHandlers()
    if (!this.acceptWords(...point.split(' '))) this.unexpected([point.toLowerCase().split(' ')[0]])
    const body: BlockNode = { type: 'block', declarations, statements, handlers, ...this.span(bodyStart) }
    this.expectOperator(';', 905)
    return { point, body }
  }
}
