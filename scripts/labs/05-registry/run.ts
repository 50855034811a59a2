import type { Lab } from '../lab'

export const lab: Lab = { stages: ['commit', 'package'] }
