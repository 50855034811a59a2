/** O5LOGON with the 12c verifier: one challenge and the check of its answer. All AES is CBC with a zero IV. */
import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { TNS_VERIFIER_TYPE_12C } from '../constants'
import type { AuthPair } from '../messages/auth'
import type { Verifier } from './verifier'

const SDER_COUNT = 3
const IV = Buffer.alloc(16)

const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase()

function encrypt(key: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, IV).setAutoPadding(false)
  return Buffer.concat([cipher.update(data), cipher.final()])
}
function decrypt(key: Buffer, data: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', key, IV).setAutoPadding(false)
  return Buffer.concat([decipher.update(data), decipher.final()])
}

export class Challenge {
  private readonly serverKey = randomBytes(32)
  private readonly csk = randomBytes(16)
  /** Kept after logon: a password change is encrypted with it. */
  private combo?: Buffer

  constructor(readonly verifier: Verifier) {}

  /** Answer to phase one. */
  pairs(): AuthPair[] {
    return [
      { key: 'AUTH_SESSKEY', value: hex(encrypt(this.verifier.hash, this.serverKey)) },
      { key: 'AUTH_VFR_DATA', value: hex(this.verifier.salt), flags: TNS_VERIFIER_TYPE_12C },
      { key: 'AUTH_PBKDF2_CSK_SALT', value: hex(this.csk) },
      { key: 'AUTH_PBKDF2_VGEN_COUNT', value: String(this.verifier.iterations) },
      { key: 'AUTH_PBKDF2_SDER_COUNT', value: String(SDER_COUNT) }
    ]
  }

  /** The password that the client proves to know; undefined when its answer makes no sense. */
  password(pairs: ReadonlyMap<string, string>): string | undefined {
    const clientKey = bytesOf(pairs.get('AUTH_SESSKEY'))
    if (clientKey.length !== 32) return undefined
    const both = Buffer.concat([decrypt(this.verifier.hash, clientKey), this.serverKey])
    this.combo = pbkdf2Sync(hex(both), this.csk, SDER_COUNT, 32, 'sha512')
    return this.decryptPassword(pairs.get('AUTH_PASSWORD'))
  }

  /** 16 random bytes, the password, PKCS#7 padding. */
  decryptPassword(value: string | undefined): string | undefined {
    const encrypted = bytesOf(value)
    if (!this.combo || encrypted.length < 32 || encrypted.length % 16 !== 0) return undefined
    const clear = decrypt(this.combo, encrypted)
    const padding = clear[clear.length - 1]
    if (padding < 1 || padding > 16 || clear.length - padding < 16) return undefined
    return clear.toString('utf8', 16, clear.length - padding)
  }

  /** Proves to the client that we know the password too. */
  response(): string {
    if (!this.combo) throw new Error('no session key yet')
    return hex(encrypt(this.combo, Buffer.concat([randomBytes(16), Buffer.from('SERVER_TO_CLIENT'), Buffer.alloc(16, 16)])))
  }
}

const bytesOf = (text: string | undefined): Buffer => Buffer.from(/^([0-9A-Fa-f]{2})*$/.test(text ?? '') ? (text ?? '') : '', 'hex')
