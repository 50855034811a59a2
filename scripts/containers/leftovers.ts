/** Removes containers and networks of ours: those of one run, of a run that was killed, of this checkout. */
import type Docker from 'dockerode'
import type { Engine } from './engine'
import { isLeftover, ofCheckout, ofRun, ROLE } from './labels'

interface Thing {
  readonly id: string
  readonly what: string
  readonly role: string
  readonly remove: () => Promise<unknown>
  readonly labels: Readonly<Record<string, string>>
}

/** Containers before the networks they are on. */
async function listThings({ docker }: Engine, label: readonly string[]): Promise<Thing[]> {
  const filters = { label: [...label] }
  const [containers, networks] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listNetworks({ filters })])
  return [
    ...containers.map((info): Thing => ({
      id: info.Id, what: info.Names[0]?.slice(1) ?? info.Id, role: info.Labels[ROLE] ?? 'container', labels: info.Labels, remove: () => docker.getContainer(info.Id).remove({ force: true, v: true })
    })),
    ...networks.map((info: Docker.NetworkInspectInfo): Thing => ({
      id: info.Id, what: info.Name, role: 'network', labels: info.Labels ?? {}, remove: () => docker.getNetwork(info.Id).remove()
    }))
  ]
}

const isGone = (error: { statusCode?: number }): boolean => error.statusCode === 404

/** One after the other in groups, so that a network is empty when its turn comes. @returns what was removed */
async function removeAll(things: readonly Thing[]): Promise<Thing[]> {
  const remove = async (thing: Thing): Promise<void> => {
    for (let tries = 0; ; tries++) {
      try {
        await thing.remove()
        return
      } catch (error) {
        if (isGone(error as { statusCode?: number })) return
        // 409: somebody else is removing it; 403: the network's last container is just leaving it.
        if (tries >= 50 || ![403, 409].includes((error as { statusCode?: number }).statusCode ?? 0)) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }
  for (const group of [things.filter(({ role }) => role !== 'network'), things.filter(({ role }) => role === 'network')]) await Promise.all(group.map(remove))
  return [...things]
}

/** Whatever this run made, except what it was told to leave. */
export async function removeRun(engine: Engine, run: string, except: ReadonlySet<string> = new Set()): Promise<void> {
  await removeAll((await listThings(engine, ofRun(run))).filter(({ id }) => !except.has(id)))
}

/** What runs of this checkout left behind that were killed. @returns names of what was removed */
export async function sweepLeftovers(engine: Engine): Promise<string[]> {
  return (await removeAll((await listThings(engine, ofCheckout())).filter(({ labels }) => isLeftover(labels)))).map(({ what }) => what)
}

/** All of this checkout, or all with a role. @returns one line for each thing that was removed */
export async function removeCheckout(engine: Engine, role?: 'app' | 'database'): Promise<string[]> {
  return (await removeAll(await listThings(engine, ofCheckout(role)))).map((thing) => `${thing.role === 'network' ? 'network' : `${thing.role} container`} ${thing.what}`)
}
