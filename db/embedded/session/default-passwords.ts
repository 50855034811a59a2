/** Passwords that everybody knows. Source: 2 Day + Security Guide, "Default Passwords"; the examples of Oracle's manuals and images. */
const OF_ADMINISTRATORS: ReadonlySet<string> = new Set(['', 'admin', 'change_on_install', 'changeme', 'manager', 'oracle', 'oracle123', 'oracle_4u', 'password', 'secret', 'sys',
  'sysdba', 'system', 'tiger', 'welcome', 'welcome1', 'welcome123'])
const OF_SAMPLES: Readonly<Record<string, readonly string[]>> = {
  SCOTT: ['tiger'], HR: ['hr', 'oracle'], OE: ['oe'], SH: ['sh'], PM: ['pm'], IX: ['ix'], BI: ['bi'], DBSNMP: ['dbsnmp'], OUTLN: ['outln'], MDSYS: ['mdsys'], CTXSYS: ['ctxsys'],
  XDB: ['xdb', 'change_on_install'], SYSMAN: ['sysman'], WMSYS: ['wmsys'], PDBADMIN: ['pdbadmin', 'oracle']
}
const ADMINISTRATORS: ReadonlySet<string> = new Set(['SYS', 'SYSTEM'])

/** No password at all, or one that Oracle's manuals give for this account. */
export function isDefaultPassword(user: string, password: string): boolean {
  const [name, word] = [user.toUpperCase(), password.toLowerCase()]
  return word === '' || (ADMINISTRATORS.has(name) ? OF_ADMINISTRATORS.has(word) : (OF_SAMPLES[name] ?? []).includes(word))
}
