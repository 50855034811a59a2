import { quote } from '../environment/quote'
import type { Step } from './step'

const GLOBAL = ['server', 'token', 'username', 'password', 'insecure-skip-tls-verify', 'certificate-authority', 'client-certificate', 'client-key']
const AFTER = [
  ...['file', 'output', 'template', 'patch', 'interactive', 'image', 'timeout', 'update-period', 'deployment-label-key', 'poll-interval', 'rollback'],
  ...['replicas', 'current-replicas', 'resource-version', 'pod', 'stdin', 'tty', 'grace-period', 'selector', 'all', 'overwrite']
]
const variable = (name: string) => `WERCKER_KUBECTL_${name.replaceAll('-', '_').toUpperCase()}`
/** kubectl's own name of that flag. */
const flag = (name: string) => (name === 'file' ? 'filename' : name)

/** `kubectl <global> <raw-global-args> <command> <args> <raw-args>`; the original put that through eval, here values are words of their own. */
export const kubectl: Step = {
  id: 'kubectl',
  parameters: [...GLOBAL, ...AFTER, 'command', 'raw-global-args', 'raw-args', 'debug'],
  required: ['command'],
  script: () => `
command -v kubectl > /dev/null || fail ${quote('wercker-kubectl: kubectl is not installed')}
set --
${GLOBAL.map((name) => `[ -z "$${variable(name)}" ] || set -- "$@" --${name}="$${variable(name)}"`).join('\n')}
set -- "$@" $WERCKER_KUBECTL_RAW_GLOBAL_ARGS $WERCKER_KUBECTL_COMMAND
${AFTER.map((name) => `[ -z "$${variable(name)}" ] || set -- "$@" --${flag(name)}="$${variable(name)}"`).join('\n')}
kubectl "$@" $WERCKER_KUBECTL_RAW_ARGS
`
}
