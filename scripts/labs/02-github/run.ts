import type { Lab } from '../lab'

export const lab: Lab = {
  stages: ['commit'],
  async show(_live, say) {
    say('The two functions are in app/promotion/calculator.py, their tests in app/tests/test_calculator.py.')
  }
}
