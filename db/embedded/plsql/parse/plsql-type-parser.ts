import { OraError } from '../../errors/ora-error'
import type { DataTypeNode, Name } from '../../sql/tree'
import type { FieldNode, TypeDefinition, TypeNode } from '../tree'
import { EmbeddedSqlParser } from './embedded-sql-parser'
import { afterExpression, TYPE_START } from './expected-symbols'
import { PlsqlSyntaxError, STAYS } from './plsql-syntax-error'

/** Types of package STANDARD that SQL has not, or has by another name: [name, arguments]. */
const STANDARD: Readonly<Record<string, readonly [name: string, args?: readonly (number | '*')[]]>> = {
  BOOLEAN: ['BOOLEAN'],
  PLS_INTEGER: ['PLS_INTEGER'],
  BINARY_INTEGER: ['PLS_INTEGER'],
  NATURAL: ['NATURAL'],
  NATURALN: ['NATURALN'],
  POSITIVE: ['POSITIVE'],
  POSITIVEN: ['POSITIVEN'],
  SIGNTYPE: ['SIGNTYPE'],
  SIMPLE_INTEGER: ['SIMPLE_INTEGER'],
  SIMPLE_FLOAT: ['SIMPLE_FLOAT'],
  SIMPLE_DOUBLE: ['SIMPLE_DOUBLE'],
  SYS_REFCURSOR: ['SYS_REFCURSOR'],
  TIMESTAMP_UNCONSTRAINED: ['TIMESTAMP', [9]]
}
/** Those of SQL; with a size unless they stand for a parameter or result. */
const SQL_TYPES: ReadonlySet<string> = new Set(
  `BFILE BINARY_DOUBLE BINARY_FLOAT BLOB CHAR CHARACTER CLOB DATE DEC DECIMAL DOUBLE FLOAT INT INTEGER INTERVAL LONG NATIONAL NCHAR
   NCLOB NUMBER NUMERIC NVARCHAR2 RAW REAL ROWID SMALLINT TIMESTAMP UROWID VARCHAR VARCHAR2 STRING`.split(/\s+/)
)
const CHARACTER: ReadonlySet<string> = new Set(['VARCHAR2', 'NVARCHAR2', 'CHAR', 'NCHAR', 'RAW'])
const UNSIZED = ['VARCHAR2', 'VARCHAR', 'NVARCHAR2', 'RAW', 'STRING']
const STRING_LENGTH = 'PLS-00215: String length constraints must be in range (1 .. 32767)'
const REFUSED: ReadonlySet<string> = new Set(['XMLTYPE', 'ANYDATA', 'ANYTYPE', 'ANYDATASET'])

/** Type names and definitions. Source: PL/SQL Language Reference 19c, "datatype", "Collection Variable", "Record Variable". */
export abstract class PlsqlTypeParser extends EmbeddedSqlParser {
  /** @param size of character types: not allowed for parameters and results, 'optional' for subtypes. */
  protected typeNode(size: 'none' | 'optional' | 'required' = 'required'): TypeNode {
    const { start } = this.token
    const t = this.token
    if (t.kind === 'word' && !this.peekOperator(1, '.') && !this.peekOperator(1, '%')) {
      if (REFUSED.has(t.value)) this.refuse(t.value)
      if (t.value === 'REF') this.refuse(this.peekWord(1, 'CURSOR') ? 'REF CURSOR other than by TYPE' : 'REF of an object type')
      const standard = Object.hasOwn(STANDARD, t.value) ? STANDARD[t.value] : undefined
      if (standard) {
        this.advance()
        return this.builtIn({ name: standard[0], args: standard[1] ?? [], ...this.span(start) })
      }
      if (SQL_TYPES.has(t.value)) return this.builtIn(size === 'none' ? this.bareType() : this.sizedType(size === 'required'))
    }
    if (!this.isName(t)) this.unexpected(TYPE_START)
    const path = this.path()
    if (this.acceptOperator('%')) {
      const what = this.acceptWord('TYPE', 'ROWTYPE')
      if (what === undefined) {
        if (this.isWord('CHARSET')) this.refuse('%CHARSET')
        this.unexpected(['type', 'rowtype', 'charset'])
      }
      return { type: what === 'TYPE' ? 'percent-type' : 'percent-rowtype', path, ...this.span(start) }
    }
    const args = size !== 'none' && this.acceptOperator('(') ? this.subtypeSize() : []
    return { type: 'named', path, args, ...this.span(start) }
  }

  private builtIn(of: DataTypeNode): TypeNode {
    if (this.isWords('CHARACTER', 'SET')) this.refuse('CHARACTER SET')
    return { type: 'built-in', of, start: of.start, end: of.end }
  }

  private subtypeSize(): number[] {
    const sizes = this.commaList(() => this.integer(907))
    this.acceptWord('BYTE', 'CHAR')
    this.expectOperator(')', 907)
    return sizes
  }

  /** As a column's. */
  private sizedType(required: boolean): DataTypeNode {
    const { start } = this.token
    const character = this.isWord(...UNSIZED)
    if (character && !this.peekOperator(1, '(')) {
      if (required) throw new PlsqlSyntaxError(start, STRING_LENGTH)
      return this.bareType()
    }
    if (this.peekOperator(1, '(') && this.peek(2).kind !== 'number' && !this.peekOperator(2, '*') && !this.peekOperator(2, '-')) {
      throw new PlsqlSyntaxError(this.peek(2).start, 'PLS-00491: numeric literal required')
    }
    try {
      const type = this.isWord('STRING') ? this.stringType() : this.dataType()
      return this.withinRange(type)
    } catch (error) {
      if (!(error instanceof OraError) || STAYS.has(error.code)) throw error
      throw new PlsqlSyntaxError(error.offset ?? start, STRING_LENGTH)
    }
  }

  private withinRange(type: DataTypeNode): DataTypeNode {
    const [size, scale] = type.args
    const wrong = (text: string): never => {
      throw new PlsqlSyntaxError(type.start, text)
    }
    if (CHARACTER.has(type.name) && typeof size === 'number' && (size < 1 || size > 32767)) wrong(STRING_LENGTH)
    if (type.name === 'NUMBER' && typeof size === 'number' && (size < 1 || size > 38)) {
      wrong('PLS-00216: NUMBER precision constraint must be in range (1 .. 38)')
    }
    if (type.name === 'NUMBER' && typeof scale === 'number' && (scale < -84 || scale > 127)) {
      wrong('PLS-00217: NUMBER scale constraint must be in range (-84 .. 127)')
    }
    return type
  }

  private stringType(): DataTypeNode {
    const { start } = this.advance()
    this.expectOperator('(', 906)
    const size = this.integer(910)
    const unit = this.acceptWord('BYTE', 'CHAR') as 'BYTE' | 'CHAR' | undefined
    this.expectOperator(')', 907)
    return { name: 'VARCHAR2', args: [size], ...(unit && { unit }), ...this.span(start) }
  }

  /** CAST(x AS VARCHAR2) needs no size outside SQL. */
  protected override dataType(): DataTypeNode {
    const bare = this.procedural && this.isWord(...UNSIZED) && !this.peekOperator(1, '(')
    return bare ? this.bareType() : super.dataType()
  }

  private bareType(): DataTypeNode {
    const { start, value } = this.advance()
    const type = (name: string, more: Partial<DataTypeNode> = {}): DataTypeNode => ({ name, args: [], ...more, ...this.span(start) })
    switch (value) {
      case 'VARCHAR':
      case 'STRING':
        return type('VARCHAR2')
      case 'CHARACTER':
        return type(this.acceptWord('VARYING') ? 'VARCHAR2' : 'CHAR')
      case 'NATIONAL':
        if (!this.acceptWord('CHARACTER', 'CHAR')) this.unexpected(['character', 'char'])
        return type(this.acceptWord('VARYING') ? 'NVARCHAR2' : 'NCHAR')
      case 'NCHAR':
        return type(this.acceptWord('VARYING') ? 'NVARCHAR2' : 'NCHAR')
      case 'DEC':
      case 'DECIMAL':
      case 'NUMERIC':
      case 'INT':
      case 'INTEGER':
      case 'SMALLINT':
        return type('NUMBER', { args: ['*', 0] })
      case 'REAL':
        return type('FLOAT', { args: [63] })
      case 'DOUBLE':
        this.expectWord('PRECISION', 905)
        return type('FLOAT', { args: [126] })
      case 'LONG':
        return type(this.acceptWord('RAW') ? 'LONG RAW' : 'LONG')
      case 'TIMESTAMP': {
        if (!this.acceptWord('WITH')) return type('TIMESTAMP')
        const local = this.acceptWord('LOCAL') !== undefined
        this.expectWord('TIME', 905)
        this.expectWord('ZONE', 905)
        return type('TIMESTAMP', { withTimeZone: local ? 'LOCAL TIME ZONE' : 'TIME ZONE' })
      }
      case 'INTERVAL': {
        const from = this.acceptWord('YEAR', 'DAY') ?? this.unexpected(['day', 'year'])
        this.expectWord('TO', 905)
        this.expectWord(from === 'YEAR' ? 'MONTH' : 'SECOND', 905)
        return type(from === 'YEAR' ? 'INTERVAL YEAR TO MONTH' : 'INTERVAL DAY TO SECOND', { interval: {} })
      }
      default:
        return type(value)
    }
  }

  protected notNull(): boolean {
    if (!this.isWord('NOT')) {
      this.acceptWord('NULL')
      return false
    }
    this.advance()
    this.expectWord('NULL', 908)
    return true
  }

  /** Behind TYPE name IS. */
  protected typeDefinition(): TypeDefinition {
    const { start } = this.token
    if (this.acceptWord('RECORD')) {
      this.expectOperator('(', 906)
      const fields = this.commaList(() => this.field())
      this.expectOperator(')', 907)
      return { type: 'record', fields, ...this.span(start) }
    }
    if (this.acceptWord('REF')) {
      this.expectWord('CURSOR', 905)
      const returns = this.acceptWord('RETURN') ? this.typeNode('none') : undefined
      return { type: 'ref-cursor', ...(returns && { returns }), ...this.span(start) }
    }
    if (this.isWord('OBJECT', 'UNDER', 'OPAQUE')) this.refuse(`TYPE … IS ${this.token.value}`)
    if (this.isOperator('(')) this.refuse('enumeration type')
    return this.collectionType()
  }

  /** TABLE OF, VARRAY(n) OF. */
  protected collectionType(): Exclude<TypeDefinition, { type: 'record' | 'ref-cursor' }> {
    const { start } = this.token
    if (this.acceptWord('TABLE')) {
      this.expectWord('OF', 905)
      const element = this.typeNode()
      const notNull = this.notNull()
      if (!this.acceptWord('INDEX')) return { type: 'nested-table', element, notNull, ...this.span(start) }
      this.expectWord('BY', 924)
      return { type: 'associative', element, notNull, key: this.typeNode(), ...this.span(start) }
    }
    if (this.acceptWord('VARYING')) this.expectWord('ARRAY', 905)
    else if (!this.acceptWord('VARRAY')) this.unexpected(['record', 'ref', 'table', 'varray', 'varying'])
    this.expectOperator('(', 906)
    const limit = this.integer(907)
    this.expectOperator(')', 907)
    this.expectWord('OF', 905)
    const element = this.typeNode()
    return { type: 'varray', element, limit, notNull: this.notNull(), ...this.span(start) }
  }

  private field(): FieldNode {
    const name: Name = this.identifier()
    const of = this.typeNode()
    const notNull = this.notNull()
    const initial = this.acceptOperator(':=') || this.acceptWord('DEFAULT') ? this.expression() : undefined
    if (initial && !this.isOperator(',', ')')) this.unexpected(afterExpression(')', ','))
    return { name, of, notNull, ...(initial && { default: initial }), ...this.span(name.start) }
  }
}
