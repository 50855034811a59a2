/** Oracle's SERIALIZABLE is a snapshot for the whole transaction: PostgreSQL's REPEATABLE READ. */
const ISOLATION = {
  'read only': 'isolation level repeatable read read only',
  'read write': 'read write',
  serializable: 'isolation level repeatable read',
  'read committed': 'isolation level read committed'
} as const

/** What stands behind BEGIN for a mode of SET TRANSACTION. */
export const isolation = (mode: keyof typeof ISOLATION): string => ISOLATION[mode]
