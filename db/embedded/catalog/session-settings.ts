/**
 * PostgreSQL settings that carry the session's facts into functions and dictionary views. The session sets
 * them at logon, and again when ALTER SESSION changes one (`set_config(name, value, false)`).
 */
export const SESSION_SETTINGS = {
  /** USER, the logged-on user. */
  user: 'ora.user',
  /** CURRENT_SCHEMA; equals the user until ALTER SESSION SET CURRENT_SCHEMA. USER_ views show this schema, as Oracle's do. */
  schema: 'ora.schema',
  /** SID and SERIAL# of V$SESSION; decimal. */
  sid: 'ora.sid',
  serial: 'ora.serial',
  /** What the client told at logon; '' when it did not. */
  program: 'ora.program',
  machine: 'ora.machine',
  osuser: 'ora.osuser',
  terminal: 'ora.terminal',
  /** DBMS_APPLICATION_INFO / client attributes. */
  module: 'ora.module',
  action: 'ora.action',
  clientInfo: 'ora.client_info',
  clientIdentifier: 'ora.client_identifier',
  /** SERVICE_NAME as connected, and the instance's name. */
  service: 'ora.service',
  instance: 'ora.instance',
  host: 'ora.host',
  /** libpq's connection string to the server for functions that ask it something (sql/36-callback.sql). A secret. */
  callback: 'ora.callback'
} as const

/** The setting that mirrors an NLS parameter: NLS_DATE_FORMAT → ora.nls_date_format. */
export const nlsSetting = (parameter: string): string => `ora.${parameter.toLowerCase()}`

/**
 * application_name of a session's backend, from which V$SESSION is read:
 * `ora:<sid>:<serial>:<user>`, cut by PostgreSQL at 63 bytes.
 */
export const applicationName = (sid: number, serial: number, user: string): string => `ora:${sid}:${serial}:${user}`
