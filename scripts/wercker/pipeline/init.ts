/** Functions that registry steps of the original had. A direct run leaves sudo alone: it is the user's own machine. */
export const initScript = (kind: 'direct' | 'container'): string => `
success() { printf '%s\\n' "$*"; }
info() { printf '%s\\n' "$*"; }
debug() { printf '%s\\n' "$*"; }
warn() { printf '%s\\n' "$*"; }
error() { printf '%s\\n' "$*"; }
setMessage() { printf '%s' "$*" > "$WERCKER_REPORT_MESSAGE_FILE"; }
fail() { printf '%s\\n' "$*"; printf '%s' "$*" > "$WERCKER_REPORT_MESSAGE_FILE"; exit 1; }
${kind === 'container' ? 'sudo() { "$@"; }' : 'export WERCKER_DIRECT=true'}`
