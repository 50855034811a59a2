import { oraError } from '../../errors/messages'
import type { Argument, ConditionNode, ExprNode, FrameBound, FunctionCall, Name, QueryNode, SortItem, WindowSpec } from '../tree'
import { LiteralParser } from './literal-parser'

type Options = Record<string, string | ExprNode>
interface SpecialArguments {
  args: Argument[]
  options?: Options
  quantifier?: FunctionCall['quantifier']
}

/** Functions whose words are theirs alone and that are not supported: refused before their arguments confuse anyone. */
const REFUSED: ReadonlySet<string> = new Set([
  'XMLAGG',
  'XMLELEMENT',
  'XMLFOREST',
  'XMLATTRIBUTES',
  'XMLCONCAT',
  'XMLPARSE',
  'XMLPI',
  'XMLQUERY',
  'XMLROOT',
  'XMLSERIALIZE',
  'XMLTABLE',
  'XMLEXISTS',
  'XMLCAST',
  'XMLCOLATTVAL',
  'TREAT',
  'JSON_OBJECT',
  'JSON_ARRAY',
  'JSON_OBJECTAGG',
  'JSON_ARRAYAGG',
  'JSON_TABLE',
  'JSON_EXISTS',
  'JSON_SERIALIZE',
  'JSON_TRANSFORM',
  'JSON_MERGEPATCH',
  'PREDICTION',
  'PREDICTION_SET',
  'CLUSTER_ID',
  'FEATURE_ID',
  'LNNVL',
  'CUBE_TABLE'
])
/** to_x(a DEFAULT r ON CONVERSION ERROR, …) */
const WITH_CONVERSION_DEFAULT: ReadonlySet<string> = new Set([
  'TO_NUMBER',
  'TO_DATE',
  'TO_TIMESTAMP',
  'TO_TIMESTAMP_TZ',
  'TO_DSINTERVAL',
  'TO_YMINTERVAL',
  'TO_BINARY_FLOAT',
  'TO_BINARY_DOUBLE'
])

/**
 * Calls: arguments, aggregate and analytic clauses, and functions with words of their own. What those words said:
 *
 * - TRIM: args [source] or [source, characters]; options.trim LEADING | TRAILING | BOTH
 * - LISTAGG: options.overflow ERROR | TRUNCATE, options.filler, options.count WITH | WITHOUT
 * - TO_NUMBER, TO_DATE, …: options.conversionDefault
 * - TRANSLATE, CHR: options.using CHAR_CS | NCHAR_CS
 * - NTH_VALUE: options.from FIRST | LAST
 * - VALIDATE_CONVERSION: options.as, the type's text
 * - JSON_VALUE, JSON_QUERY: options.returning (text), options.onError and onEmpty NULL | ERROR | DEFAULT | EMPTY …,
 *   options.errorDefault and emptyDefault, options.wrapper, options.pretty
 */
export abstract class FunctionParser extends LiteralParser {
  abstract expression(): ExprNode
  abstract condition(): ConditionNode
  abstract query(): QueryNode

  /** Stands before the `(`. */
  protected call(path: readonly Name[], start: number): FunctionCall | ExprNode {
    const special = path.length === 1 && !path[0].quoted ? path[0].name : ''
    if (REFUSED.has(special)) this.refuse(special, start)
    if (special === 'CAST') return this.cast(start)
    if (special === 'EXTRACT') return this.extract(start)
    this.expectOperator('(', 906)
    let star = false
    let parts: SpecialArguments = { args: [] }
    if (special === 'COUNT' && this.isOperator('*') && this.peekOperator(1, ')')) star = this.acceptOperator('*')
    else if (special === 'TRIM') parts = this.trimArguments()
    else if (special === 'JSON_VALUE' || special === 'JSON_QUERY') parts = this.jsonArguments()
    else if (!this.isOperator(')')) parts = this.plainArguments(special)
    let nulls = this.nullTreatment()
    if (this.isWords('ORDER', 'BY')) this.refuse('ORDER BY within arguments')
    this.expectOperator(')', 907)
    const options = parts.options ?? {}
    if (special === 'NTH_VALUE' && this.isWord('FROM') && this.peekWord(1, 'FIRST', 'LAST')) {
      this.advance()
      options.from = this.advance().value
    }
    nulls ??= this.nullTreatment()
    const withinGroup = this.withinGroup()
    const keep = this.keep()
    const over = this.isWord('OVER') && this.peekOperator(1, '(') ? this.over() : undefined
    return {
      type: 'call',
      path,
      args: parts.args,
      ...(star && { star }),
      ...(parts.quantifier && { quantifier: parts.quantifier }),
      ...(withinGroup && { withinGroup }),
      ...(keep && { keep }),
      ...(nulls && { nulls }),
      ...(over && { over }),
      ...(Object.keys(options).length > 0 && { options }),
      ...this.span(start)
    }
  }

  private plainArguments(special: string): SpecialArguments {
    const word = this.acceptWord('DISTINCT', 'UNIQUE', 'ALL')
    const args: Argument[] = []
    const options: Options = {}
    do {
      args.push(this.argument())
      if (special === 'LISTAGG') this.listaggOverflow(options)
      else if (WITH_CONVERSION_DEFAULT.has(special) && args.length === 1) this.conversionDefault(options)
      else if ((special === 'TRANSLATE' || special === 'CHR') && this.acceptWord('USING')) {
        options.using = this.acceptWord('CHAR_CS', 'NCHAR_CS') ?? this.fail(905)
      } else if (special === 'VALIDATE_CONVERSION' && args.length === 1 && this.acceptWord('AS')) {
        const from = this.token.start
        this.dataType()
        options.as = this.textFrom(from)
      }
    } while (this.acceptOperator(','))
    return { args, options, ...(word && { quantifier: word as FunctionCall['quantifier'] }) }
  }

  protected argument(): Argument {
    const { start } = this.token
    if (this.peekOperator(1, '=>')) {
      const name = this.name(936)
      this.advance()
      const value = this.expression()
      return { name, value, ...this.span(start) }
    }
    const value = this.expression()
    return { value, ...this.span(start) }
  }

  /** ON OVERFLOW ERROR | TRUNCATE ['…'] [WITH | WITHOUT COUNT] */
  private listaggOverflow(options: Options): void {
    if (!this.acceptWords('ON', 'OVERFLOW')) return
    options.overflow = this.acceptWord('ERROR', 'TRUNCATE') ?? this.fail(905)
    if (options.overflow === 'ERROR') return
    if (!this.isWord('WITH', 'WITHOUT') && !this.isOperator(')')) options.filler = this.expression()
    const count = this.acceptWord('WITH', 'WITHOUT')
    if (count) {
      options.count = count
      this.expectWord('COUNT', 905)
    }
  }

  private conversionDefault(options: Options): void {
    if (!this.acceptWord('DEFAULT')) return
    options.conversionDefault = this.expression()
    this.onConversionError()
  }

  private onConversionError(): void {
    this.expectWord('ON', 905)
    this.expectWord('CONVERSION', 905)
    this.expectWord('ERROR', 905)
  }

  /** TRIM([[LEADING|TRAILING|BOTH] [characters] FROM] source) */
  private trimArguments(): SpecialArguments {
    const trim =
      this.isWord('LEADING', 'TRAILING', 'BOTH') && !this.peekOperator(1, ')') && !this.peekOperator(1, '.')
        ? this.advance().value
        : undefined
    const options: Options = trim ? { trim } : {}
    if (trim && this.acceptWord('FROM')) return { args: [this.argument()], options }
    const first = this.argument()
    if (!this.acceptWord('FROM')) {
      if (trim) this.fail(905)
      return { args: [first], options }
    }
    return { args: [this.argument(), first], options: { trim: trim ?? 'BOTH' } }
  }

  /** (x [FORMAT JSON], path [RETURNING type] [wrapper] [x ON ERROR] [x ON EMPTY]) */
  private jsonArguments(): SpecialArguments {
    const args = [this.argument()]
    const options: Options = {}
    this.acceptWords('FORMAT', 'JSON')
    if (this.acceptOperator(',')) args.push(this.argument())
    if (this.acceptWord('RETURNING')) {
      const from = this.token.start
      this.dataType()
      options.returning = this.textFrom(from)
    }
    if (this.acceptWord('PRETTY')) options.pretty = 'PRETTY'
    if (this.acceptWord('ASCII')) this.refuse('JSON ASCII')
    if (this.isWord('WITH', 'WITHOUT')) {
      const words = [this.advance().value]
      while (this.isWord('CONDITIONAL', 'UNCONDITIONAL', 'ARRAY', 'WRAPPER')) words.push(this.advance().value)
      options.wrapper = words.join(' ')
    }
    while (this.isWord('NULL', 'ERROR', 'DEFAULT', 'EMPTY', 'TRUE', 'FALSE')) {
      const words = [this.advance().value]
      const value = words[0] === 'DEFAULT' ? this.expression() : undefined
      while (this.isWord('ARRAY', 'OBJECT')) words.push(this.advance().value)
      this.expectWord('ON', 905)
      const on = this.acceptWord('ERROR', 'EMPTY', 'MISMATCH') ?? this.fail(905)
      if (on === 'MISMATCH') this.refuse('ON MISMATCH')
      options[on === 'ERROR' ? 'onError' : 'onEmpty'] = words.join(' ')
      if (value) options[on === 'ERROR' ? 'errorDefault' : 'emptyDefault'] = value
    }
    return { args, options }
  }

  /** CAST(x AS type [DEFAULT r ON CONVERSION ERROR] [, format]) */
  private cast(start: number): ExprNode {
    this.expectOperator('(', 906)
    if (this.isWord('MULTISET')) this.refuse('CAST(MULTISET …)')
    const operand = this.expression()
    this.expectWord('AS', 905)
    const to = this.dataType()
    let onError: ExprNode | undefined
    if (this.acceptWord('DEFAULT')) {
      onError = this.expression()
      this.onConversionError()
    }
    const format = this.acceptOperator(',') ? this.expression() : undefined
    if (this.isOperator(',')) this.refuse('CAST with NLS parameters')
    this.expectOperator(')', 907)
    return { type: 'cast', operand, to, ...(onError && { onError }), ...(format && { format }), ...this.span(start) }
  }

  /** EXTRACT(YEAR FROM x) */
  private extract(start: number): ExprNode {
    this.expectOperator('(', 906)
    if (this.token.kind !== 'word' || !this.peekWord(1, 'FROM')) {
      if (this.peekOperator(1, ',')) this.refuse('EXTRACT of XML')
      this.fail(907)
    }
    const field = this.advance().value
    this.advance()
    const from = this.expression()
    this.expectOperator(')', 907)
    return { type: 'extract', field, from, ...this.span(start) }
  }

  private nullTreatment(): 'RESPECT' | 'IGNORE' | undefined {
    if (!this.isWord('RESPECT', 'IGNORE') || !this.peekWord(1, 'NULLS')) return undefined
    const which = this.advance().value as 'RESPECT' | 'IGNORE'
    this.advance()
    return which
  }

  private withinGroup(): readonly SortItem[] | undefined {
    if (!this.acceptWords('WITHIN', 'GROUP')) return undefined
    this.expectOperator('(', 906)
    const items = this.orderBy()
    this.expectOperator(')', 907)
    return items
  }

  /** KEEP (DENSE_RANK FIRST | LAST ORDER BY …) */
  private keep(): FunctionCall['keep'] {
    if (!this.isWord('KEEP') || !this.peekOperator(1, '(')) return undefined
    this.advance()
    this.advance()
    this.expectWord('DENSE_RANK', 905)
    const rank = this.acceptWord('FIRST', 'LAST') as 'FIRST' | 'LAST' | undefined
    if (rank === undefined) this.fail(905)
    const orderBy = this.orderBy()
    this.expectOperator(')', 907)
    return { rank, orderBy }
  }

  /** OVER ([PARTITION BY …] [ORDER BY … [frame]]) */
  private over(): WindowSpec {
    const { start } = this.advance()
    this.expectOperator('(', 906)
    let partitionBy: ExprNode[] = []
    if (this.acceptWord('PARTITION')) {
      this.expectWord('BY', 924)
      partitionBy = this.expressionsMaybeInParentheses()
    }
    const orderBy = this.isWord('ORDER') ? this.orderBy() : []
    const frame = this.frame()
    if (this.isWord('EXCLUDE')) this.refuse('EXCLUDE in a window frame')
    this.expectOperator(')', 907)
    return { partitionBy, orderBy, ...(frame && { frame }), ...this.span(start) }
  }

  /** PARTITION BY (a, b) is allowed and means PARTITION BY a, b. */
  protected abstract expressionsMaybeInParentheses(): ExprNode[]

  private frame(): WindowSpec['frame'] {
    const unit = this.acceptWord('ROWS', 'RANGE', 'GROUPS') as 'ROWS' | 'RANGE' | 'GROUPS' | undefined
    if (unit === undefined) return undefined
    if (!this.acceptWord('BETWEEN')) return { unit, from: this.frameBound() }
    const from = this.frameBound()
    this.expectWord('AND', 905)
    return { unit, from, to: this.frameBound() }
  }

  private frameBound(): FrameBound {
    if (this.acceptWord('UNBOUNDED')) {
      const side = this.acceptWord('PRECEDING', 'FOLLOWING') ?? this.fail(905)
      return { bound: side === 'PRECEDING' ? 'UNBOUNDED PRECEDING' : 'UNBOUNDED FOLLOWING' }
    }
    if (this.acceptWords('CURRENT', 'ROW')) return { bound: 'CURRENT ROW' }
    const value = this.expression()
    const side = this.acceptWord('PRECEDING', 'FOLLOWING') ?? this.fail(905)
    return { bound: side as 'PRECEDING' | 'FOLLOWING', value }
  }

  /** ORDER [SIBLINGS] BY item, … */
  protected orderBy(siblings = false): SortItem[] {
    this.expectWord('ORDER', 30491)
    if (siblings) this.acceptWord('SIBLINGS')
    this.expectWord('BY', 924)
    return this.commaList(() => this.sortItem())
  }

  protected sortItem(): SortItem {
    const { start } = this.token
    const value = this.expression()
    const descending = this.acceptWord('ASC', 'DESC') === 'DESC'
    let nulls: 'FIRST' | 'LAST' | undefined
    if (this.acceptWord('NULLS')) {
      nulls = this.acceptWord('FIRST', 'LAST') as 'FIRST' | 'LAST' | undefined
      if (nulls === undefined) this.fail(905)
    }
    return { value, descending, ...(nulls && { nulls }), ...this.span(start) }
  }

  /** At most 1000 plain expressions in a list. */
  protected checkListLength(items: readonly ExprNode[]): void {
    if (items.length > 1000 && items[1000].type !== 'row') throw oraError(1795, [], items[1000].start)
  }
}
