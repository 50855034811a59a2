/** The containers of one run of the pipeline: the engine, how they are named and labelled, and their common end. */
import { randomBytes } from 'node:crypto'
import { logsOf } from './container'
import { writeContainerLog } from './container-files'
import { connectEngine, type Engine } from './engine'
import { type ContainerLifetime, labelsOf, ofRun, ROLE, type Role } from './labels'
import { removeRun, sweepLeftovers } from './leftovers'
import { createNetwork } from './network'

export interface ContainerRun {
  readonly engine: Engine
  /** Random: two runs at once have nothing in common. */
  readonly id: string
  name(role: Role): string
  labels(role: Role, lifetime?: ContainerLifetime): Record<string, string>
  /** A network of this run, made when first asked for. @returns its name */
  network(lifetime?: ContainerLifetime): Promise<string>
  /** Leaves a container and its network running when the run ends. */
  keep(container: string, network?: string): Promise<void>
  /** Writes what its containers printed to .run/logs. @returns the files */
  saveLogs(): Promise<string[]>
  /** Removes all that this run made and was not told to keep. */
  remove(): Promise<void>
}

/**
 * Finds the engine, and first clears what a killed run of this checkout left on it.
 * @throws EngineMissing
 */
export async function startContainerRun(lifetime: 'session' | 'detached', log: (text: string) => void = () => {}): Promise<ContainerRun> {
  const engine = await connectEngine()
  for (const what of await sweepLeftovers(engine)) log(`removed ${what}, which a killed run left`)
  const id = randomBytes(4).toString('hex')
  const kept = new Set<string>()
  const name = (role: Role): string => `cicd-oracle-python-${id}-${role}`
  const labels = (role: Role, of: ContainerLifetime = lifetime): Record<string, string> => labelsOf(id, role, of)
  let network: Promise<{ id: string; name: string }> | undefined
  return {
    engine,
    id,
    name,
    labels,
    network: async (of) => (await (network ??= createNetwork(engine, name('network'), labels('network', of)))).name,
    keep: async (container, networkName) => {
      kept.add(container)
      if (networkName) kept.add((await engine.docker.getNetwork(networkName).inspect()).Id)
    },
    saveLogs: async () => {
      const containers = await engine.docker.listContainers({ all: true, filters: { label: ofRun(id) } })
      return Promise.all(containers.map(async ({ Id, Labels }) => writeContainerLog(Labels[ROLE], await logsOf(engine.docker.getContainer(Id)))))
    },
    remove: () => removeRun(engine, id, kept)
  }
}
