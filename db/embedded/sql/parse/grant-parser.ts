import type { CreateRole, CreateUser, GrantStatement, Name } from '../tree'
import { DdlOtherParser } from './ddl-other-parser'
import { isIdentifier } from './name-parser'

type UserSettings = { -readonly [K in keyof CreateUser]?: CreateUser[K] } & { quotas: string[] }

/** Users, roles, GRANT and REVOKE. Source: SQL Language Reference 19c, the statements of these names. */
export abstract class GrantParser extends DdlOtherParser {
  /** Stands before USER. */
  protected user(type: CreateUser['type'], start: number): CreateUser {
    this.advance()
    const name = this.name(1935)
    const settings: UserSettings = { quotas: [] }
    let options = 0
    while (!this.atEnd) {
      this.userOption(settings, type)
      options++
    }
    if (type === 'create-user' && settings.password === undefined) this.fail(1938)
    if (options === 0) this.fail(922)
    return { type, name, ...settings, ...this.span(start) }
  }

  private userOption(settings: UserSettings, type: CreateUser['type']): void {
    if (this.acceptWord('IDENTIFIED')) return this.identified(settings, type)
    if (this.acceptWords('DEFAULT', 'TABLESPACE')) settings.defaultTablespace = this.name(959, [''])
    else if (this.acceptWords('TEMPORARY', 'TABLESPACE')) settings.temporaryTablespace = this.name(959, [''])
    else if (this.acceptWords('LOCAL', 'TEMPORARY', 'TABLESPACE')) this.name(959, [''])
    else if (this.isWord('QUOTA')) settings.quotas.push(this.quota())
    else if (this.acceptWord('PROFILE')) {
      if (!this.acceptWord('DEFAULT')) this.refuse('PROFILE of a user')
    } else if (this.acceptWords('PASSWORD', 'EXPIRE')) settings.passwordExpire = true
    else if (this.acceptWord('ACCOUNT')) settings.accountLock = (this.acceptWord('LOCK', 'UNLOCK') ?? this.fail(922)) === 'LOCK'
    else if (type === 'alter-user' && this.acceptWords('DEFAULT', 'ROLE')) settings.defaultRoles = this.defaultRoles()
    else if (this.acceptWord('CONTAINER')) {
      this.expectOperator('=', 922)
      if (!this.acceptWord('CURRENT')) this.refuse('CONTAINER = ALL')
    } else if (this.isWord('ENABLE', 'GRANT', 'REVOKE', 'SET', 'ADD', 'EXPIRE', 'HTTP', 'DEFAULT'))
      this.refuse(`${this.token.value} of a user`)
    else this.fail(922)
  }

  private identified(settings: UserSettings, type: CreateUser['type']): void {
    if (this.isWord('EXTERNALLY', 'GLOBALLY')) this.refuse(`IDENTIFIED ${this.token.value}`)
    this.expectWord('BY', 924)
    if (this.isWord('VALUES')) this.refuse('IDENTIFIED BY VALUES')
    settings.password = this.password()
    if (type === 'alter-user' && this.acceptWord('REPLACE')) settings.replacedPassword = this.password()
  }

  /** Case counts, with and without quotes. */
  private password(): string {
    const t = this.token
    if (t.kind !== 'quoted' && t.kind !== 'word') this.fail(988)
    this.advance()
    return t.kind === 'quoted' ? t.value : this.text.slice(t.start, t.end)
  }

  private quota(): string {
    const { start } = this.advance()
    if (!this.acceptWord('UNLIMITED')) {
      this.integer(922)
      this.acceptWord('K', 'M', 'G', 'T', 'P', 'E')
    }
    this.expectWord('ON', 969)
    this.name(959, [''])
    return this.textFrom(start)
  }

  private defaultRoles(): CreateUser['defaultRoles'] {
    if (this.acceptWord('ALL')) return this.isWord('EXCEPT') ? this.refuse('DEFAULT ROLE ALL EXCEPT') : 'ALL'
    if (this.acceptWord('NONE')) return 'NONE'
    return this.commaList(() => this.name(1919, ['']))
  }

  /** Stands before ROLE. */
  protected createRole(start: number): CreateRole {
    this.advance()
    const name = this.name(1935)
    if (this.acceptWord('NOT')) this.expectWord('IDENTIFIED', 905)
    else if (this.isWord('IDENTIFIED')) this.refuse('role with a password')
    if (this.isWord('CONTAINER')) this.refuse('CONTAINER of a role')
    return { type: 'create-role', name, ...this.span(start) }
  }

  protected grantOrRevoke(): GrantStatement {
    const { start } = this.token
    const type = this.advance().value === 'GRANT' ? 'grant' : 'revoke'
    const privileges = this.commaList(() => this.privilege())
    let on
    if (this.acceptWord('ON')) {
      if (this.isWord('DIRECTORY', 'EDITION', 'MINING', 'JAVA', 'USER', 'SQL') && isIdentifier(this.peek(1)))
        this.refuse(`privileges ON ${this.token.value}`)
      on = this.qualifiedName(903)
    }
    this.expectWord(type === 'grant' ? 'TO' : 'FROM', 905)
    if (this.isWord('PROGRAM')) this.refuse('roles of program units')
    const grantees = this.commaList(() => this.grantee())
    if (this.isWord('IDENTIFIED')) this.refuse('GRANT … IDENTIFIED BY')
    let withOption = false
    for (;;) {
      if (type === 'grant' && this.acceptWord('WITH')) {
        if (this.isWord('DELEGATE', 'HIERARCHY')) this.refuse(`WITH ${this.token.value} OPTION`)
        if (!this.acceptWord(on ? 'GRANT' : 'ADMIN')) this.fail(993)
        this.expectWord('OPTION', 905)
        withOption = true
      } else if (type === 'revoke' && on && this.acceptWords('CASCADE', 'CONSTRAINTS')) continue
      else if (type === 'revoke' && on && this.acceptWord('FORCE')) continue
      else if (this.acceptWord('CONTAINER')) {
        this.expectOperator('=', 922)
        if (!this.acceptWord('CURRENT')) this.refuse('CONTAINER = ALL')
      } else break
    }
    return { type, privileges, ...(on && { on }), grantees, withOption, ...this.span(start) }
  }

  /** SELECT · UPDATE (a, b) · CREATE ANY TABLE · role · "role" */
  private privilege(): GrantStatement['privileges'][number] {
    const { start } = this.token
    const words: string[] = []
    if (this.token.kind === 'quoted') words.push(this.advance().value)
    else while (this.token.kind === 'word' && !this.isWord('ON', 'TO', 'FROM')) words.push(this.advance().value)
    if (words.length === 0) this.fail(990)
    const columns = this.isOperator('(') ? this.nameList(() => this.columnName()) : []
    return { name: words.join(' '), columns, span: this.span(start) }
  }

  private grantee(): Name {
    return this.isWord('PUBLIC') ? this.takeName() : this.name(987)
  }
}
