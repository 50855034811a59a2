import { bashTemplate } from './bash-template'
import { installPackages } from './install-packages'
import { kubectl } from './kubectl'
import { pipInstall } from './pip-install'
import { script } from './script'
import type { Step } from './step'
import { watch } from './watch'

/** Every step the runner knows; any other is refused by name before anything runs. */
export const STEPS: ReadonlyMap<string, Step> = new Map([script, bashTemplate, installPackages, kubectl, pipInstall, watch].map((step) => [step.id, step]))
