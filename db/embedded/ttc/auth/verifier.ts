/** Password verifiers of the 12c kind, and their derivation. Clear passwords are never stored. */
import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)

export interface Verifier {
  /** 16 bytes, AUTH_VFR_DATA. */
  readonly salt: Buffer
  /** 32 bytes: the AES key of the challenge. */
  readonly hash: Buffer
  readonly iterations: number
}

/** Clients accept 1 to 100000; Oracle's own is 4096. */
export const VERIFIER_ITERATIONS = 4096

export async function deriveVerifier(password: string, salt: Buffer = randomBytes(16), iterations = VERIFIER_ITERATIONS): Promise<Verifier> {
  const key = await derive(password, Buffer.concat([salt, Buffer.from('AUTH_PBKDF2_SPEEDY_KEY')]), iterations, 64, 'sha512')
  return { salt, iterations, hash: createHash('sha512').update(key).update(salt).digest().subarray(0, 32) }
}

/** Whether `password` belongs to the verifier: knowing the stored hash is not enough to log on. */
export async function matches(verifier: Verifier, password: string): Promise<boolean> {
  const derived = await deriveVerifier(password, verifier.salt, verifier.iterations)
  return timingSafeEqual(derived.hash, verifier.hash)
}

/** For an unknown user: a challenge like any other, the same each time for the same name, that nobody can answer. */
export function fakeVerifier(user: string, secret: Buffer): Verifier {
  const bytes = createHash('sha512').update(secret).update(user).digest()
  return { salt: bytes.subarray(0, 16), hash: bytes.subarray(16, 48), iterations: VERIFIER_ITERATIONS }
}
