/** For tests that need a container engine, or a registry with a password: skipped by name where there is none, failing where there should be one. */
import type { TestContext } from 'vitest'
import { type Engine, findEngine } from '../../scripts/containers/engine'

const promised = (part: string): boolean => process.env.SCAFFOLD?.split(' ').includes(part) ?? false

export interface TestRegistry {
  /** host:port */
  readonly address: string
  readonly username: string
  readonly password: string
}

/** @returns a test's function */
export const withEngine =
  (work: (engine: Engine) => Promise<void>) =>
  async ({ skip }: TestContext): Promise<void> => {
    const engine = await findEngine()
    if (engine) return work(engine)
    if (promised('engine')) throw new Error('SCAFFOLD names an engine, and none answers')
    skip('no container engine answers on this machine')
  }

export const withRegistry = (work: (engine: Engine, registry: TestRegistry) => Promise<void>) => (context: TestContext): Promise<void> =>
  withEngine(async (engine) => {
    const { TEST_REGISTRY: address, TEST_REGISTRY_USER: username, TEST_REGISTRY_PASSWORD: password } = process.env
    if (address && username && password) return work(engine, { address, username, password })
    if (promised('registry')) throw new Error('SCAFFOLD names a registry, and TEST_REGISTRY does not say where')
    context.skip('no registry with a password is named (TEST_REGISTRY, TEST_REGISTRY_USER, TEST_REGISTRY_PASSWORD)')
  })(context)
