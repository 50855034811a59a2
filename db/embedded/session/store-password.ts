/** Verifiers of users in ora.users: the clear password goes no further than this file. */
import type { Query } from '../catalog/load-catalog'
import { quoteLiteral } from '../sql/expr'
import { deriveVerifier } from '../ttc/auth/verifier'
import type { Account } from './server-context'
import type { Send } from './transaction'

async function updateText(user: string, password: string): Promise<string> {
  const { salt, hash, iterations } = await deriveVerifier(password)
  return `update ora.users set salt = '\\x${salt.toString('hex')}', verifier = '\\x${hash.toString('hex')}', iterations = ${iterations} where name = ${quoteLiteral(user)}`
}

/** Inside the transaction of CREATE or ALTER USER. */
export async function storePassword(send: Send, user: string, password: string): Promise<void> {
  const text = await updateText(user, password)
  await send(flight => flight.command(text))
}
/** On its own, over the maintenance connection. */
export async function setPassword(query: Query, user: string, password: string): Promise<void> {
  await query(await updateText(user, password))
}

export async function findAccount(query: Query, name: string): Promise<Account | undefined> {
  const [row] = await query(`select encode(salt, 'hex'), encode(verifier, 'hex'), iterations::text, account_status from ora.users where name = ${quoteLiteral(name)}`)
  if (!row) return undefined
  const [salt, verifier, iterations, status] = row
  return {
    name,
    status: status ?? 'OPEN',
    verifier: salt && verifier ? { salt: Buffer.from(salt, 'hex'), hash: Buffer.from(verifier, 'hex'), iterations: Number(iterations) } : undefined
  }
}
