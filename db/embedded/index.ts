/** What other packages may use. `cli.js` beside this file runs a server as a process of its own. */
export { startServer, type Server, type ServerOptions } from './server'
export { findRunning, readCredentials, isDataFolder, type Credentials, type RunningServer } from './run-state'
export { clearOrphan } from './postgres/postmaster-pid'
export { waitForEnd } from './postgres/process-of'
export { OraError } from './errors/ora-error'
export { isDefaultPassword } from './session/default-passwords'
