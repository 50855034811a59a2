import type { Engine } from './engine'

/** A network for the containers of one run: they find each other by alias, and nobody else is on it. */
export async function createNetwork({ docker }: Engine, name: string, labels: Readonly<Record<string, string>>): Promise<{ readonly id: string; readonly name: string }> {
  const { id } = await docker.createNetwork({ Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: { ...labels } })
  return { id, name }
}
