/**
 * Declarations that live as long as a session: a package's, and what the timing points of a compound trigger share. Variables are cells,
 * set by an initializer; subprograms are functions beside each other.
 */

import { qualified } from '../../catalog/physical-names'
import { plsError } from '../../errors/pls-messages'
import { quoteLiteral } from '../../sql/expr'
import type { ExprNode } from '../../sql/tree'
import { NUMBER, VARCHAR2 } from '../../sql/types'
import type { Scope, SubprogramSymbol } from '../model'
import { childScope, declare, defineType, initialValue, rootScope, subtypeOf, text } from '../resolve'
import type { BlockNode, CursorDeclaration, Declaration, SubprogramNode, VariableDeclaration } from '../tree'
import { type PackageInterface, type PlsqlType, pgTypeOf, type Signature, scalar } from '../types'
import { type Code, line } from './code'
import { cursorSymbol, packageCursorOpener } from './cursor-symbol'
import { exceptionSymbol, initial, pragma } from './declarations'
import { BOOLEAN, Frame } from './frame'
import { makeFunction } from './make-function'
import { headingKey, withBody } from './overloads'
import { handled } from './statements/block'
import { storedBody, storedFunctions } from './stored-subprogram'
import { type SubprogramBody, signatureOf, subprogramFunctions } from './subprogram'
import type { UnitContext } from './unit-context'

export interface PackageScopeOptions {
  readonly label: string
  /** Names of cells; they change with the text: a unit that was compiled anew begins with new variables. */
  readonly cell: (name: string, isPublic: boolean) => string
  /** The function that sets all cells of the package. */
  readonly initializer: string
  /** All declarations that may have bodies, to find them for headings. */
  readonly bodies: readonly Declaration[]
  /** Functions are called by SQL too. */
  readonly stored: boolean
  /** At entry of each subprogram of the list. */
  readonly first: (node: SubprogramNode) => readonly Code[]
}

interface Cell { readonly name: string; readonly type: PlsqlType }

export class PackageScope {
  readonly scope: Scope
  /** In the order of their declaration, the private ones too. */
  readonly signatures: Signature[] = []
  readonly interface: { -readonly [K in keyof PackageInterface]: PackageInterface[K][number][] } = { subprograms: [], types: [], variables: [], exceptions: [], cursors: [] }
  private readonly cells: Cell[] = []
  private readonly codes: Code[] = []
  private readonly byHeading = new Map<string, Signature>()
  private readonly defined = new Set<string>()
  private readonly initializer: Frame

  constructor(readonly unit: UnitContext, private readonly options: PackageScopeOptions) {
    this.scope = childScope(rootScope(unit.c), options.label)
    this.initializer = new Frame(unit, { kind: 'BLOCK' })
  }

  /** @param list all of the same part of the package; @param isPublic they become the interface; @param own initialized by this unit */
  declare(list: readonly Declaration[], isPublic: boolean, own = true): void {
    for (const d of list)
      this.unit.attempt(d, d.type === 'subprogram' ? 'Declaration' : 'Item', () => this.one(d, list, isPublic, own), undefined)
  }

  private one(d: Declaration, list: readonly Declaration[], isPublic: boolean, own: boolean): void {
    const { c } = this.unit
    const shown = this.interface
    switch (d.type) {
      case 'variable':
        return this.variable(d, isPublic, own)
      case 'type':
      case 'subtype': {
        const type = d.type === 'type' ? defineType(c, d.of, d.name.name, this.scope, `${c.unit}.`) : subtypeOf(c, d, this.scope)
        declare(c, this.scope, { is: 'type', name: d.name.name, type }, d.name)
        if (isPublic) shown.types.push({ name: d.name.name, type })
        return
      }
      case 'exception': {
        const symbol = exceptionSymbol(d, list, `${c.unit}.${d.name.name}`)
        declare(c, this.scope, symbol, d.name)
        if (isPublic) shown.exceptions.push({ name: symbol.name, ...(symbol.ident === '' && { code: symbol.code }) })
        return
      }
      case 'cursor': {
        return this.cursor(d, isPublic, own)
      }
      case 'pragma':
        return pragma(d, list)
      case 'subprogram':
        return this.subprogram(d, isPublic)
    }
  }

  private variable(d: VariableDeclaration, isPublic: boolean, own: boolean): void {
    const { c } = this.unit
    const { before, value, type } = initial(this.initializer, d, this.scope)
    const name = d.name.name
    const cell = this.options.cell(name, isPublic)
    const constantSql = d.constant && d.initial && isLiteral(d.initial) ? value : undefined
    const inlined = constantSql === undefined ? {} : { constantSql }
    declare(c, this.scope, { is: 'variable', name, type, assignable: !d.constant, cell: { name: cell, initializer: this.options.initializer }, ...inlined }, d.name)
    if (own) {
      this.cells.push({ name: cell, type })
      this.codes.push(...before, line(setCell(cell, type, value), this.unit.line(d.start)))
    }
    if (isPublic) this.interface.variables.push({ name, type, constant: d.constant, cell, ...inlined })
  }

  /** A specification may show a cursor's row alone; then the body has its query. */
  private cursor(d: CursorDeclaration, isPublic: boolean, own: boolean): void {
    const { c } = this.unit
    const { name } = d.name
    const shown = this.interface.cursors.find(x => x.name === name)
    const cell = shown?.cell ?? this.options.cell(name, isPublic)
    const open = `${this.options.label}.${name}:open`
    if (own && d.query) packageCursorOpener(this.unit, d, this.scope, open)
    if (shown) return
    const symbol = cursorSymbol(this.unit, d, this.scope, () => '')
    declare(c, this.scope, { ...symbol, packaged: { open: qualified(this.unit.options.pgSchema, open), cell, initializer: this.options.initializer } }, d.name)
    if (own) for (const [part, type] of STATE) this.cells.push({ name: `${cell}:${part}`, type })
    if (isPublic) this.interface.cursors.push({ name, parameters: symbol.parameters, row: symbol.row, cell })
  }

  /** A heading, with or without its body. */
  private subprogram(node: SubprogramNode, isPublic: boolean): void {
    const { unit } = this
    const { c, options } = unit
    const key = headingKey(node)
    const body = withBody(this.options.bodies, node)
    let signature = this.byHeading.get(key)
    if (!signature) {
      const name = node.name.name
      const before = this.signatures.filter(s => s.name === name)
      const made = signatureOf(unit, node, this.scope, unit.facts.of(body.start), {
        pgSchema: options.pgSchema, pgName: unit.functionName(name), subprogramId: this.signatures.length + 1,
        ...(this.overloaded(name) && { overload: String(before.length + 1) })
      })
      this.byHeading.set(key, made)
      this.signatures.push(made)
      if (isPublic) this.interface.subprograms.push(made)
      const symbol: SubprogramSymbol = { is: 'subprogram', name, overloads: [{ signature: made }] }
      declare(c, this.scope, symbol, node.name)
      signature = made
    }
    if (!node.body || !this.options.bodies.includes(node)) return
    if (this.defined.has(key)) throw plsError(371, [node.name.name], node.start)
    this.defined.add(key)
    const made = storedBody(unit, { ...node, body: node.body as BlockNode }, signature, this.scope, this.options.first(node))
    this.bodies.set(signature, made)
    if (this.options.stored) storedFunctions(unit, made)
    else subprogramFunctions(made)
  }
  readonly bodies = new Map<Signature, SubprogramBody>()

  get hasCells(): boolean {
    return this.cells.length > 0
  }

  private overloaded(name: string): boolean {
    const all = new Set([...this.options.bodies, ...this.headings].filter((d): d is SubprogramNode => d.type === 'subprogram' && d.name.name === name).map(headingKey))
    return all.size > 1
  }
  /** Of the specification. */
  headings: readonly Declaration[] = []

  /** @throws PLS-00323 by way of errors: what the specification shows and the body has not */
  checkComplete(list: readonly Declaration[], at: { readonly start: number; readonly end: number }): void {
    for (const d of list) {
      if (d.type !== 'subprogram' || d.body || this.defined.has(headingKey(d))) continue
      this.unit.attempt(at, 'Item', () => { throw plsError(323, [d.name.name], at.start) }, undefined)
    }
  }

  /**
   * A function that sets every cell: first to nothing, as code that runs meanwhile sees it, then in order; `own` statements come behind,
   * and `last`, plpgsql.
   */
  makeInitializer(name: string, own?: Pick<BlockNode, 'statements' | 'handlers' | 'start'>, last?: string): void {
    const { unit, initializer } = this
    const first = this.cells.map(({ name: cell, type }) => line(setCell(cell, type, text(initialValue(withoutNotNull(type)))), 0))
    const statements = own ? handled(initializer, own, this.scope) : []
    const cells = this.cells.map(cell => cell.name)
    const body: readonly Code[] = [
      line('begin', 0), ...first, ...this.codes, ...statements, ...(last ? [line(last, 0)] : []),
      line(`exception when others then perform ora.drop_cells(array[${cells.map(quoteLiteral).join(', ')}]::text[]); raise; end;`, 0)
    ]
    unit.functions.push(makeFunction({ frame: initializer, schema: unit.options.pgSchema, name, parameters: [], body, form: 'raising' }))
  }
}

const STATE = [['portal', scalar(VARCHAR2)], ['rows', scalar(NUMBER)], ['found', BOOLEAN]] as const
const setCell = (cell: string, type: PlsqlType, value: string): string => `perform ora.set_cell(${quoteLiteral(cell)}, (${value})::${pgTypeOf(type)});`
const withoutNotNull = (type: PlsqlType): PlsqlType => (type.kind === 'SCALAR' ? { ...type, notNull: false } : type)
const isLiteral = (node: ExprNode): boolean =>
  node.type === 'number' || node.type === 'string' || node.type === 'date' || (node.type === 'unary' && isLiteral(node.operand)) ||
  (node.type === 'column' && node.path.length === 1 && (node.path[0].name === 'TRUE' || node.path[0].name === 'FALSE'))
