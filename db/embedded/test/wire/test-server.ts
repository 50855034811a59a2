/** A server on a throw-away data folder, and a TCP proxy that cuts the bytes between client and server anywhere. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as oracledb from 'oracledb'
import { startServer, type Server, type ServerOptions } from '../../server'

export const PASSWORD = 'Secret1'

export interface TestServer {
  readonly server: Server
  readonly log: string[]
  readonly connectString: string
  /** As SYSTEM, a DBA. */
  connect(options?: Partial<oracledb.ConnectionAttributes>): Promise<oracledb.Connection>
  stop(): Promise<void>
}

export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-test-'))
  const log: string[] = []
  const server = await startServer({ dataDir, log: line => log.push(line), verifyTypes: true, ...options })
  await server.setPassword('SYSTEM', PASSWORD)
  const connectString = `127.0.0.1:${server.port}/FREEPDB1`
  return {
    server, log, connectString,
    connect: more => oracledb.getConnection({ user: 'system', password: PASSWORD, connectString, ...more }),
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

/** Sends on what it gets in pieces of `size()` bytes, each way; records what the client sent, after `change` had its way with it. */
export async function startProxy(port: number, size: () => number, change?: (chunk: Buffer, sent: number) => void): Promise<{ port: number; sent: Buffer[]; close(): void }> {
  const sent: Buffer[] = []
  const sockets = new Set<Socket>()
  const relay = (from: Socket, to: Socket, record?: Buffer[]): void => {
    from.on('data', chunk => {
      if (record) {
        change?.(chunk, record.length)
        record.push(Buffer.from(chunk))
      }
      for (let at = 0; at < chunk.length;) {
        const n = Math.max(1, size())
        to.write(chunk.subarray(at, at + n))
        at += n
      }
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
  }
  const listener = createServer(client => {
    const target = createConnection(port, '127.0.0.1')
    target.setNoDelay(true)
    client.setNoDelay(true)
    sockets.add(client).add(target)
    relay(client, target, sent)
    relay(target, client)
  })
  await new Promise<void>(done => listener.listen(0, '127.0.0.1', done))
  return {
    port: (listener.address() as AddressInfo).port, sent,
    close() {
      for (const socket of sockets) socket.destroy()
      listener.close()
    }
  }
}
