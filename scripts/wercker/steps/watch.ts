import { quote } from '../environment/quote'
import type { Step } from './step'

/**
 * Runs the code until Ctrl-C, which ends the step well. With reload it is run anew when a file of the project changed (2 s of quiet first;
 * names beginning with . or _ do not count), after what ran before was ended.
 */
export const watch: Step = {
  id: 'internal/watch',
  parameters: ['code', 'reload'],
  required: ['code'],
  script: ({ parameters }) => {
    const code = parameters.code!.value
    const reload = parameters.reload?.value ?? 'false'
    if (reload !== 'true' && reload !== 'false') return `fail ${quote(`internal/watch: reload needs true or false, not ${reload}`)}`
    if (reload === 'false') return `set -e\n${code}\n`
    return `
set +e
wercker_state() { find . \\( -name '.?*' -o -name '_*' \\) -prune -o -type f -newer "$WERCKER_STEP_ROOT/seen" -print | head -n 1; }
wercker_run() { touch "$WERCKER_STEP_ROOT/seen"; set -m; ( set -e
${code}
) & wercker_pid=$!; set +m; }
wercker_run
while sleep 1; do
  [ -n "$(wercker_state)" ] || continue
  sleep 2
  kill -- "-$wercker_pid" 2> /dev/null; wait "$wercker_pid" 2> /dev/null
  printf '%s\\n' 'files changed: running again'
  wercker_run
done
`
  }
}
