import { cpus, totalmem } from 'node:os'
import type { Lab } from '../lab'

export const lab: Lab = {
  stages: ['database'],
  async show(live, say) {
    say(`in place of the compute instance   this machine: ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`)
    say(`in place of the DB system          ${live.database?.connectString ?? 'nothing'} (${live.database?.kind ?? '-'})`)
    say('in place of the OKE cluster        a process (lab 6)')
    say('in place of the OCIR repository    the folder .run/package (lab 5)')
  }
}
