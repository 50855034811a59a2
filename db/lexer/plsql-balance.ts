/**
 * Tells where a PL/SQL unit ends by keeping account of what is open. It does not parse: it knows just which words open and
 * close something. Source: PL/SQL Language Reference 19c, "Block", "CREATE PACKAGE BODY", "CREATE TRIGGER", "CREATE TYPE BODY".
 */
import type { Token } from './token'

export type PlsqlStart = 'block' | 'declare' | 'subprogram' | 'package' | 'trigger' | 'type' | 'type-body' | 'with'

const CREATE_FILLERS = new Set(['OR', 'REPLACE', 'EDITIONABLE', 'NONEDITIONABLE', 'AND', 'RESOLVE', 'COMPILE', 'NOFORCE', 'FORCE'])

/** By the first words of a statement: which kind of PL/SQL begins, false: none, undefined: one more word is needed. */
export function startsPlsql(words: readonly string[]): PlsqlStart | false | undefined {
  switch (words[0]) {
    case 'BEGIN':
      return 'block'
    case '<<':
      return labelled(words)
    case 'DECLARE':
      return 'declare'
    case 'WITH':
      return words.length < 2 ? undefined : words[1] === 'FUNCTION' || words[1] === 'PROCEDURE' ? 'with' : false
    case 'CREATE': {
      let i = 1
      while (CREATE_FILLERS.has(words[i])) i++
      switch (words[i]) {
        case undefined:
          return undefined
        case 'FUNCTION':
        case 'PROCEDURE':
          return 'subprogram'
        case 'TRIGGER':
          return 'trigger'
        case 'PACKAGE':
          return 'package'
        case 'TYPE':
          return words.length < i + 2 ? undefined : words[i + 1] === 'BODY' ? 'type-body' : 'type'
        default:
          return false
      }
    }
    default:
      return false
  }
}

function labelled(words: readonly string[]): PlsqlStart | undefined {
  const close = words.lastIndexOf('>>')
  const next = close < 0 ? undefined : words[close + 1]
  if (next === undefined || next === '<<') return undefined
  return next === 'DECLARE' ? 'declare' : 'block'
}

/**
 * header: between a subprogram's name and IS, AS or `;` · declare: declarations before a BEGIN · block: BEGIN … END ·
 * members: of a package, type body or compound trigger, closed by END · inner: IF, LOOP, CASE
 */
type Frame = 'header' | 'declare' | 'block' | 'members' | 'inner' | 'call'

export class PlsqlBalance {
  private readonly frames: Frame[]
  private parentheses = 0
  private previous = ''
  private compound = false
  private sqlPart = false

  constructor(private readonly start: PlsqlStart) {
    this.frames = {
      block: ['block'],
      declare: ['declare'],
      subprogram: ['header'],
      with: ['header'],
      type: ['call'],
      package: ['header'],
      'type-body': ['header'],
      trigger: ['header']
    }[start] as Frame[]
  }

  /** True at a `;` that ends the unit. */
  get complete(): boolean {
    return this.frames.length === 0
  }

  /** WITH FUNCTION … SELECT … ; is SQL after all. */
  get endsAsSql(): boolean {
    return this.start === 'with'
  }

  /** Takes the next token after the words that decided the start; comments are not to be given. */
  push(token: Token): void {
    const value = token.kind === 'word' || token.kind === 'operator' ? token.value : ''
    if (value === '(') this.parentheses++
    else if (value === ')') this.parentheses = Math.max(0, this.parentheses - 1)
    else if (token.kind === 'operator') this.operator(value)
    else if (token.kind === 'word' && this.previous !== '.') this.word(value)
    this.previous = value
  }

  private operator(value: string): void {
    if (value !== ';') return
    this.parentheses = 0
    const top = this.frames.at(-1)
    if (top === 'header' || top === 'call') this.frames.pop()
    if (this.frames.length === 0 && this.start === 'with' && !this.sqlPart) {
      this.sqlPart = true
      this.frames.push('call')
    }
  }

  private word(word: string): void {
    const top = this.frames.at(-1)
    switch (top) {
      case 'header':
        return this.header(word)
      case 'call':
        if (this.sqlPart && (word === 'FUNCTION' || word === 'PROCEDURE') && this.previous === ';') {
          this.sqlPart = false
          this.frames[this.frames.length - 1] = 'header'
        }
        return
      case 'members':
      case 'declare':
        return this.declaration(word, top)
      case 'block':
      case 'inner':
        return this.body(word)
    }
  }

  private header(word: string): void {
    if (this.parentheses > 0) return
    const depth = this.frames.length - 1
    const outermost = depth === 0
    if (outermost && this.start === 'trigger') {
      if (word === 'DECLARE') this.frames[0] = 'declare'
      else if (word === 'BEGIN') this.frames[0] = 'block'
      else if (word === 'CALL') this.frames[0] = 'call'
      else if (word === 'TRIGGER' && this.previous === 'COMPOUND') {
        this.frames[0] = 'members'
        this.compound = true
      }
    } else if (word === 'IS' || word === 'AS') {
      this.frames[depth] = outermost && (this.start === 'package' || this.start === 'type-body') ? 'members' : 'declare'
    } else if (word === 'USING' && (this.previous === 'AGGREGATE' || this.previous === 'PIPELINED')) this.frames[depth] = 'call'
  }

  private declaration(word: string, top: Frame): void {
    const first = this.previous === 'IS' || this.previous === 'AS'
    if ((word === 'FUNCTION' || word === 'PROCEDURE') && this.previous !== 'END') this.frames.push('header')
    else if (top === 'members' && this.compound && (word === 'BEFORE' || word === 'AFTER' || word === 'INSTEAD') && this.previous !== 'END')
      this.frames.push('header')
    else if (first && top === 'declare' && (word === 'LANGUAGE' || word === 'EXTERNAL')) this.frames[this.frames.length - 1] = 'call'
    else if (word === 'BEGIN') this.frames[this.frames.length - 1] = 'block'
    else if (word === 'CASE') this.frames.push('inner')
    else if (word === 'END') this.frames.pop()
  }

  private body(word: string): void {
    if (word === 'END') this.frames.pop()
    else if (word === 'BEGIN') this.frames.push('block')
    else if (word === 'DECLARE') this.frames.push('declare')
    else if ((word === 'IF' || word === 'LOOP' || word === 'CASE') && this.previous !== 'END') this.frames.push('inner')
  }
}
