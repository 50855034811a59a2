import { connectEngine, EngineMissing, findEngine } from '../../containers/engine'
import type { Lab } from '../lab'

/** An image in a registry; without a container engine the wheel. */
export const lab: Lab = {
  stages: async (say) => {
    try {
      await connectEngine()
      return ['commit', 'build-image', 'push-image']
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error
      for (const line of [error.message, ...error.detail, error.next, 'Until then a wheel stands in for the image.', '']) say(line)
      return ['commit', 'package']
    }
  },
  show: async ({ pushed, image }, say) => {
    if (!pushed || !image || !(await findEngine())) return
    const registry = pushed.slice(0, pushed.indexOf('/'))
    say(`image      ${image}`)
    say(`registry   ${pushed}`)
    say('in it      .run/image/sbom.cdx.json (CycloneDX), .run/image/licences.txt')
    say(`to pull    docker pull ${pushed}   (docker login ${registry} first, where it wants a password)`)
  }
}
