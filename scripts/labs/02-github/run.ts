import type { Lab } from '../lab'
import { findPushed } from './live'
import { push } from './push'
import { redeliver } from './redeliver'
import { remoteFolder } from './remote'

export const lab: Lab = {
  stages: ['commit'],
  async show(_live, say) {
    say('The two functions are in app/promotion/calculator.py, their tests in app/tests/test_calculator.py.')
    say('')
    say(`$ git push ${remoteFolder} HEAD:main`)
    const { moved } = await push((line) => say(line))
    if (!moved && !(await redeliver(say))) say('Nothing new: what was pushed is live.')
    const { url, version } = await findPushed()
    say('')
    if (url) say(`${version}   ${url}/employees   until: npm run stop`)
    say(`Now you: change something, commit, and git push ${remoteFolder} HEAD:main`)
  }
}
