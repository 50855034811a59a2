import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findEngine } from '../../containers/engine'
import type { LabCheck, LiveSystem } from '../lab'
import { checkImage, checkRegistry } from './check-image'
import { checkWheel } from './check-wheel'

/** What was delivered holds the app and nothing that must not leave the house. */
export async function check({ root, wheel, image, pushed }: LiveSystem): Promise<LabCheck> {
  const engine = image ? await findEngine() : undefined
  if (!image || !engine) return { findings: await checkWheel(wheel), standIn: 'a wheel in .run/package stood in for the image in the registry' }
  const bill = join(root, '.run/image/sbom.cdx.json')
  const findings = [
    ...(await checkImage(engine, image)),
    { ok: existsSync(bill), what: `its bill of materials is ${existsSync(bill) ? 'beside it' : 'missing'}`, hint: 'npm run build-image writes .run/image/sbom.cdx.json.' },
    ...(await checkRegistry(engine, image, pushed))
  ]
  return { findings, ...(pushed && /^(127\.|localhost[:/]|\[::1\])/.test(pushed) ? { standIn: 'a registry on this machine stood in for OCIR' } : {}) }
}
