/** Functions about the session. Source: SQL Language Reference, "Environment and Identifier Functions". */
import { refuse } from '../../errors/ora-error'
import { quoteLiteral, type Sql, sql } from '../expr'
import { NUMBER, varchar2 } from '../types'
import type { FunctionRule } from './registry'
import { literalText, maybeNull, rule, stableRule, txt, volatileRule } from './rule'

const setting = (name: string): Sql => sql`nullif(pg_catalog.current_setting('ora.${name}', true), '')`

/** In a stored unit these are its owner's, whoever calls it. */
const OWNED: Readonly<Record<string, 'user' | 'schema' | undefined>> = { CURRENT_USER: 'user', CURRENT_SCHEMA: 'schema' }

export const sessionFunctions: readonly FunctionRule[] = [
  stableRule('USER', 0, 0, () => ({ type: varchar2(128), sql: setting('user'), nullable: false })),
  stableRule('UID', 0, 0, () => ({
    type: NUMBER,
    sql: sql`(select u.user_id::numeric from ora.users u where u.name = ${setting('user')})`,
    nullable: false
  })),
  stableRule('SYS_CONTEXT', 2, 3, (args, c) => {
    const owned = c.surroundings && literalText(args[0])?.toUpperCase() === 'USERENV' ? OWNED[literalText(args[1])?.toUpperCase() ?? ''] : undefined
    if (owned) return { type: varchar2(4000), sql: sql`${quoteLiteral(c[owned])}::text`, nullable: false }
    return maybeNull(varchar2(4000), sql`ora.sys_context(${txt(args[0], c)}, ${txt(args[1], c)})`)
  }),
  stableRule('USERENV', 1, 1, (args, c) => maybeNull(varchar2(64), sql`ora.sys_context('USERENV'::text, ${txt(args[0], c)})`)),
  volatileRule('SYS_GUID', 0, 0, () => ({
    type: { kind: 'RAW', size: 16 },
    sql: sql`pg_catalog.uuid_send(pg_catalog.gen_random_uuid())`,
    nullable: false
  })),
  rule('NLS_CHARSET_NAME', 1, 1, (_args, c) => refuse('NLS_CHARSET_NAME', c.span.start)),
  rule('NLS_CHARSET_ID', 1, 1, (_args, c) => refuse('NLS_CHARSET_ID', c.span.start)),
  rule('NLSSORT', 1, 2, (_args, c) => refuse('NLSSORT', c.span.start))
]
