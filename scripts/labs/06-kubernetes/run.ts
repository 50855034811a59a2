import type { Lab } from '../lab'

export const lab: Lab = {
  stages: ['deploy', 'probe'],
  async show({ appUrl }, say) {
    for (const path of ['/conn', '/salary_increase/8', '/add_commission/.15']) say(`${appUrl}${path}`)
    say('It runs until: npm run stop')
  }
}
