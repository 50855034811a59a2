import type { Lab } from '../lab'

export const lab: Lab = {
  stages: ['commit', 'test-app', 'package'],
  async show(_live, say) {
    say('These were the steps of the build pipeline in wercker.yml; .github/workflows/pipeline.yml runs the same scripts.')
  }
}
