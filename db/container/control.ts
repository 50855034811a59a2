/**
 * How the image's commands reach the server: a socket in a folder that only its user may enter. One line of JSON each way.
 * {"ask":"health","services":[names]} → {"ready":true} or {"ready":false,"reason":…}; {"ask":"login"} → {"user":…,"password":…,"services":[names]},
 * a login for SYS AS SYSDBA from this machine.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { RUN_FOLDER } from './places'

const socketPath = (): string => join(RUN_FOLDER, 'control.sock')
const LONGEST = 65_536

export interface Health {
  readonly ready: boolean
  readonly reason?: string
}
export interface LocalLogin {
  readonly user: string
  readonly password: string
  readonly services: readonly string[]
}
export interface Control {
  health(services: readonly string[]): Promise<Health>
  login(): LocalLogin
}

export async function serveControl(control: Control): Promise<Server> {
  mkdirSync(RUN_FOLDER, { recursive: true, mode: 0o700 })
  chmodSync(RUN_FOLDER, 0o700)
  rmSync(socketPath(), { force: true })
  const server = createServer((socket) => {
    let text = ''
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      text += chunk
      if (text.length > LONGEST) socket.destroy()
      if (!text.includes('\n')) return
      void answer(control, text).then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath(), resolve))
  return server
}

async function answer(control: Control, text: string): Promise<object> {
  try {
    const { ask, services = [] } = JSON.parse(text) as { ask?: string; services?: string[] }
    if (ask === 'health') return await control.health(services)
    if (ask === 'login') return control.login()
    return { failed: 'unknown question' }
  } catch (error) {
    return { failed: (error as Error).message }
  }
}

/** @throws Error when no server runs here */
export function askControl<T>(question: object): Promise<T> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = createConnection(socketPath())
    socket.on('error', () => reject(new Error('the database does not run yet')))
    socket.on('connect', () => socket.write(`${JSON.stringify(question)}\n`))
    socket.on('data', (chunk) => (text += chunk))
    socket.on('close', () => {
      if (!text.includes('\n')) return reject(new Error('the database gave no answer'))
      const reply = JSON.parse(text) as T & { failed?: string }
      if (reply.failed !== undefined) reject(new Error(reply.failed))
      else resolve(reply)
    })
  })
}
