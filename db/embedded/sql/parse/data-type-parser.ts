import { oraError } from '../../errors/messages'
import type { DataTypeNode } from '../tree'
import { NameParser } from './name-parser'

/** Types without arguments of their own. */
const PLAIN: Readonly<Record<string, string>> = {
  BINARY_FLOAT: 'BINARY_FLOAT',
  BINARY_DOUBLE: 'BINARY_DOUBLE',
  CLOB: 'CLOB',
  NCLOB: 'NCLOB',
  BLOB: 'BLOB',
  BFILE: 'BFILE',
  DATE: 'DATE',
  ROWID: 'ROWID',
  JSON: 'JSON',
  BOOLEAN: 'BOOLEAN',
  XMLTYPE: 'XMLTYPE'
}
/** ANSI's exact numbers: NUMBER(*,0) unless digits are given. */
const EXACT: ReadonlySet<string> = new Set(['NUMERIC', 'DECIMAL', 'DEC', 'INTEGER', 'INT', 'SMALLINT'])

type Shape = Omit<DataTypeNode, 'start' | 'end'>

/** Data types by their Oracle name; ANSI and DB2 names become it. Source: "Data Types", Tables 2-1 and 2-4. */
export abstract class DataTypeParser extends NameParser {
  protected dataType(): DataTypeNode {
    const { start } = this.token
    const shape = this.dataTypeShape()
    return { ...shape, ...this.span(start) }
  }

  private dataTypeShape(): Shape {
    const t = this.token
    if (t.kind === 'quoted') return this.userType()
    if (t.kind !== 'word') this.fail(902)
    if (PLAIN[t.value] && !this.peekOperator(1, '.')) {
      this.advance()
      return { name: PLAIN[t.value], args: [] }
    }
    switch (t.value) {
      case 'NUMBER':
        this.advance()
        return { name: 'NUMBER', args: this.numberArgs() }
      case 'FLOAT':
        this.advance()
        return { name: 'FLOAT', args: this.sizeArgs() }
      case 'REAL':
        this.advance()
        return { name: 'FLOAT', args: [63] }
      case 'DOUBLE':
        this.advance()
        this.expectWord('PRECISION', 905)
        return { name: 'FLOAT', args: [126] }
      case 'VARCHAR2':
      case 'VARCHAR':
        this.advance()
        return this.sized('VARCHAR2')
      case 'NVARCHAR2':
        this.advance()
        return this.sized('NVARCHAR2')
      case 'RAW':
        this.advance()
        return this.sized('RAW')
      case 'UROWID':
        this.advance()
        return { name: 'UROWID', args: this.sizeArgs() }
      case 'CHAR':
      case 'CHARACTER':
        this.advance()
        return this.acceptWord('VARYING') ? this.sized('VARCHAR2') : this.character('CHAR')
      case 'NCHAR':
        this.advance()
        return this.acceptWord('VARYING') ? this.sized('NVARCHAR2') : this.character('NCHAR')
      case 'NATIONAL':
        this.advance()
        if (!this.acceptWord('CHAR', 'CHARACTER')) this.fail(905)
        return this.acceptWord('VARYING') ? this.sized('NVARCHAR2') : this.character('NCHAR')
      case 'LONG':
        this.advance()
        return { name: this.acceptWord('RAW') ? 'LONG RAW' : 'LONG', args: [] }
      case 'TIMESTAMP':
        this.advance()
        return this.timestamp()
      case 'INTERVAL':
        this.advance()
        return this.interval()
    }
    if (EXACT.has(t.value)) {
      this.advance()
      const args = this.numberArgs()
      return { name: 'NUMBER', args: args.length > 0 ? (args.length === 1 ? [args[0], 0] : args) : ['*', 0] }
    }
    return this.userType()
  }

  private userType(): Shape {
    const name = this.qualifiedName(902)
    return {
      name: name.schema ? `${name.schema.name}.${name.object.name}` : name.object.name,
      args: this.isOperator('(') ? this.numberArgs() : []
    }
  }

  /** (p), (*), (p,s), (*,s) */
  private numberArgs(): (number | '*')[] {
    if (!this.acceptOperator('(')) return []
    const args: (number | '*')[] = [this.acceptOperator('*') ? '*' : this.signedSize(1727)]
    if (this.acceptOperator(',')) args.push(this.signedSize(1728))
    this.expectOperator(')', 907)
    return args
  }

  private signedSize(code: number): number {
    const negative = this.acceptOperator('-')
    const size = this.integer(code)
    return negative ? -size : size
  }

  private sizeArgs(): number[] {
    if (!this.acceptOperator('(')) return []
    const size = this.integer(2017)
    this.expectOperator(')', 907)
    return [size]
  }

  /** The size must be there: ORA-00906. */
  private sized(name: string): Shape {
    if (!this.isOperator('(')) this.fail(906)
    return this.character(name)
  }

  private character(name: string): Shape {
    if (!this.acceptOperator('(')) return { name, args: [] }
    const at = this.token.start
    const size = this.integer(910)
    if (size === 0) throw oraError(1723, [], at)
    const unit = name === 'CHAR' || name === 'VARCHAR2' ? (this.acceptWord('BYTE', 'CHAR') as 'BYTE' | 'CHAR' | undefined) : undefined
    this.expectOperator(')', 907)
    return { name, args: [size], ...(unit && { unit }) }
  }

  private timestamp(): Shape {
    const args = this.sizeArgs()
    if (!this.isWord('WITH') || !(this.peekWord(1, 'TIME') || this.peekWord(1, 'LOCAL'))) return { name: 'TIMESTAMP', args }
    this.advance()
    const local = this.acceptWord('LOCAL') !== undefined
    this.expectWord('TIME', 905)
    this.expectWord('ZONE', 905)
    return { name: 'TIMESTAMP', args, withTimeZone: local ? 'LOCAL TIME ZONE' : 'TIME ZONE' }
  }

  private interval(): Shape {
    const from = this.acceptWord('YEAR', 'DAY')
    if (from === undefined) this.fail(905)
    const leading = this.sizeArgs()[0]
    this.expectWord('TO', 905)
    this.expectWord(from === 'YEAR' ? 'MONTH' : 'SECOND', 905)
    const second = from === 'DAY' ? this.sizeArgs()[0] : undefined
    return {
      name: from === 'YEAR' ? 'INTERVAL YEAR TO MONTH' : 'INTERVAL DAY TO SECOND',
      args: [],
      interval: { ...(leading !== undefined && { leading }), ...(second !== undefined && { second }) }
    }
  }
}
