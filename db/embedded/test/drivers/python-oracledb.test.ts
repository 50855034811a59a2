import { pythonChecks } from './python-checks'

pythonChecks('python-oracledb', 'driver_checks.py', [
  'logs on and tells the version', 'refuses wrong passwords and services', 'values of every type come back', 'columns are described',
  'decimals keep every digit', 'binds by name position and null', 'fetches in pieces of any size', 'executemany counts and gathers errors',
  'executemany of many rows', 'returning into variables', 'return without ing is refused because the driver does not know it', 'national strings', 'transactions and the flag', 'errors have code and offset',
  'lobs are read written and streamed', 'a call timeout leaves the session usable', 'cancel leaves the session usable',
  'a pool takes back open work', 'parse checks without running', 'session attributes are kept', 'long connect data and names with odd letters',
  'asynchronous connections work together'
])
