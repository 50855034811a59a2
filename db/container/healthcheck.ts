/** `healthcheck.sh [service …]`: the scripts have run, and a query was answered on each service named, or on all. Exit code 0 or 1. */
import { askControl, type Health } from './control'

askControl<Health>({ ask: 'health', services: process.argv.slice(2) }).then(
  ({ ready, reason }) => {
    if (!ready) process.stderr.write(`${reason}\n`)
    process.exit(ready ? 0 : 1)
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
)
