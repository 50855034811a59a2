import { resolve } from 'node:path'

/** The checkout. */
export const rootFolder = resolve(__dirname, '..', '..')
/** Everything a run writes: outputs, logs, databases. Ignored by git; `npm run clean` removes it. */
export const runFolder = resolve(rootFolder, '.run')
