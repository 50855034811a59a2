import { quote } from '../environment/quote'
import type { Step } from './step'

/**
 * Fills `$NAME` and `${NAME}` in from the shell's environment. The original evaluated the file as a here-document, so `$(…)` in a template ran:
 * here that is text. `\$` gives `$`. A name that is not set fails the step when error-on-empty is given; otherwise it gives nothing, as it did.
 */
const AWK = `
function fill(line,   out, name, rest) {
  out = ""
  while (match(line, /\\\\\\$|\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}|\\$[A-Za-z_][A-Za-z0-9_]*/)) {
    out = out substr(line, 1, RSTART - 1)
    name = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    if (substr(name, 1, 1) == "\\\\") { out = out "$"; continue }
    gsub(/[\${}]/, "", name)
    if (!(name in ENVIRON)) { missing = missing " " name; continue }
    out = out ENVIRON[name]
  }
  return out line
}
{ print fill($0) }
END { if (strict != "" && missing != "") { print "not set:" missing > "/dev/stderr"; exit 1 } }`

export const bashTemplate: Step = {
  id: 'bash-template',
  parameters: ['input', 'output', 'error-on-empty'],
  script: () => `
wercker_template() {
  for wercker_in in $WERCKER_BASH_TEMPLATE_INPUT; do
    [ -f "$wercker_in" ] || { fail "bash-template: no file $wercker_in"; }
    wercker_name=$(printf '%s' "$wercker_in" | sed 's/\\.template//; s|.*/||')
    case "$WERCKER_BASH_TEMPLATE_OUTPUT" in
      */) mkdir -p "$WERCKER_BASH_TEMPLATE_OUTPUT" && wercker_out="$WERCKER_BASH_TEMPLATE_OUTPUT$wercker_name" ;;
      *) wercker_out="$WERCKER_BASH_TEMPLATE_OUTPUT" ;;
    esac
    printf 'Templating %s -> %s\\n' "$wercker_in" "$wercker_out"
    awk -v strict="$WERCKER_BASH_TEMPLATE_ERROR_ON_EMPTY" ${quote(AWK)} "$wercker_in" > "$wercker_out" || fail "bash-template: $wercker_in was not filled in"
  done
}
: "\${WERCKER_BASH_TEMPLATE_INPUT:=*.template*}" "\${WERCKER_BASH_TEMPLATE_OUTPUT:=./}"
wercker_template
`
}
