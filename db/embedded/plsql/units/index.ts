/** Stored units as schema objects: CREATE, ALTER, DROP, what a change of one means for others, and blocks. */
export { alterTrigger, alterUnit } from './alter-unit'
export { createUnit } from './create-unit'
export { dropProgram, dropTrigger } from './drop-unit'
export { recompile } from './recompile'
export { settleUnits } from './settle-units'
export { translateBlock } from './translate-block'
export { readUnit } from './unit-header'
