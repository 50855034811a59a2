/**
 * `node tether.cjs COMMAND [ARGUMENTS…]`: runs a command that ends when standard input closes, so that nothing survives
 * the process that started it, not even when that one is killed with -9.
 */
'use strict'
const { spawn } = require('node:child_process')

const [command, ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
let ending = false
const end = () => {
  if (ending) return
  ending = true
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), 5000).unref()
}
process.stdin.on('end', end).on('error', end).resume()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end)
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`)
  process.exit(127)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
