/** Removes containers and networks of ours: those of one run, of a run that was killed, of this checkout. */
import type Docker from 'dockerode'
import type { Engine } from './engine'
import { isLeftover, isSession, ofCheckout, ofRun, ROLE } from './labels'

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

const describe = ({ role, what }: Thing): string => (role === 'network' ? `network ${what}` : `${role} container ${what}`)

/** What lone stages, labs and --keep left running in this checkout, or only that with a role; of a running `npm start` nothing. @returns names */
export async function removeStaying(engine: Engine, role?: 'app' | 'database'): Promise<string[]> {
  const things = await listThings(engine, ofCheckout(role))
  return (await removeAll(things.filter(({ labels }) => !isSession(labels) || isLeftover(labels)))).map(describe)
}

/** Networks of this checkout that nothing is on any more. */
export async function removeIdleNetworks(engine: Engine): Promise<void> {
  const networks = (await listThings(engine, ofCheckout('network'))).filter(({ labels }) => !isSession(labels))
  const idle = await Promise.all(networks.map(async ({ id }) => Object.keys((await engine.docker.getNetwork(id).inspect()).Containers ?? {}).length === 0))
  await removeAll(networks.filter((_, i) => idle[i]))
}

/** All that carries this checkout's label, images among it. @returns names */
export async function removeCheckout(engine: Engine): Promise<string[]> {
  const removed = (await removeAll(await listThings(engine, ofCheckout()))).map(describe)
  for (const { Id, RepoTags } of await engine.docker.listImages({ filters: { label: ofCheckout() } })) {
    await engine.docker.getImage(Id).remove({ force: true })
    removed.push(`image ${RepoTags?.[0] ?? Id}`)
  }
  return removed
}
