import { bashTemplate } from './bash-template'
import { installPackages } from './install-packages'
import { dockerBuild } from './internal-docker-build'
import { dockerPush } from './internal-docker-push'
import { dockerKill, dockerRun } from './internal-docker-run'
import { storeContainer } from './internal-store-container'
import { kubectl } from './kubectl'
import { pipInstall } from './pip-install'
import { script } from './script'
import type { Step } from './step'
import { watch } from './watch'

/** Every step the runner knows; any other is refused by name before anything runs. */
export const STEPS: ReadonlyMap<string, Step> = new Map([script, bashTemplate, installPackages, kubectl, pipInstall, watch, dockerBuild, dockerPush, dockerRun, dockerKill, storeContainer].map((step) => [step.id, step]))
