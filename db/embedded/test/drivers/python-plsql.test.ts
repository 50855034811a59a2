import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pythonChecks } from './python-checks'

const file = 'plsql_checks.py'
const names = [...readFileSync(join(__dirname, file), 'utf8').matchAll(/^@check\ndef (\w+)/gm)].map(([, name]) => name.replace(/_/g, ' '))
pythonChecks('PL/SQL through python-oracledb', file, names)
