/** What ALTER SESSION changes, and its mirror in PostgreSQL's settings. */
import { nlsSetting, SESSION_SETTINGS } from '../catalog/session-settings'
import { quoteLiteral } from '../sql/expr'
import { DEFAULT_NLS, type NlsSettings } from '../sql/statement'

export class SessionParameters {
  nls: NlsSettings = DEFAULT_NLS
  schema: string
  timeZone = '+00:00'
  /** Grows with each change: part of the key of cached translations. */
  version = 0

  constructor(readonly user: string) {
    this.schema = user
  }

  /** The same as another session's. */
  follow(other: SessionParameters): void {
    if (this.schema !== other.schema || this.nls !== other.nls || this.timeZone !== other.timeZone) this.version++
    this.schema = other.schema
    this.nls = other.nls
    this.timeZone = other.timeZone
  }

  /** Keeps the setting. @returns PostgreSQL settings that must follow */
  set(name: string, value: string): Readonly<Record<string, string>> {
    this.version++
    if (name in DEFAULT_NLS) {
      this.nls = { ...this.nls, [name]: value }
      return { [nlsSetting(name)]: value }
    }
    if (name === 'CURRENT_SCHEMA') {
      this.schema = value
      return { [SESSION_SETTINGS.schema]: value }
    }
    if (name === 'TIME_ZONE') {
      this.timeZone = value
      return { TimeZone: postgresZone(value) }
    }
    return {}
  }
}

/** PostgreSQL reads a bare offset as POSIX does, with the sign turned round; `<name>offset` states both. */
export function postgresZone(zone: string): string {
  const offset = /^([+-])(\d{1,2}):(\d{1,2})$/.exec(zone)
  if (!offset) return zone === 'LOCAL' || zone === 'DBTIMEZONE' ? 'UTC' : zone
  const [, sign, hours, minutes] = offset
  const text = `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`
  return `<${sign}${text.replace(':', '')}>${sign === '+' ? '-' : '+'}${text}`
}

/** One statement that sets them all, for the whole session. */
export const setConfig = (settings: Readonly<Record<string, string>>): string =>
  `select ${Object.entries(settings).map(([k, v]) => `pg_catalog.set_config(${quoteLiteral(k)}, ${quoteLiteral(v)}, false)`).join(', ')}`
