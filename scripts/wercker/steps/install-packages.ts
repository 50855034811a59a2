import type { Step } from './step'

/** apt only, three tries. Directly nothing is installed, for that is the user's own machine: what is missing is named, and ends the step. */
export const installPackages: Step = {
  id: 'install-packages',
  parameters: ['packages', 'clear-cache'],
  required: ['packages'],
  script: () => `
if [ -n "$WERCKER_DIRECT" ]; then
  wercker_missing=
  if command -v dpkg-query > /dev/null; then
    for wercker_one in $WERCKER_INSTALL_PACKAGES_PACKAGES; do
      case "$(dpkg-query -W -f '\${Status}' "\${wercker_one%%=*}" 2> /dev/null)" in
        *' installed') ;;
        *) command -v "$wercker_one" > /dev/null || wercker_missing="$wercker_missing $wercker_one" ;;
      esac
    done
    [ -z "$wercker_missing" ] || fail "install-packages: not on this machine:$wercker_missing. Install them, or run without --direct."
    info "install-packages: all there, nothing installed (--direct)"
  else
    warn "install-packages: no dpkg here, so it is not known whether these are there: $WERCKER_INSTALL_PACKAGES_PACKAGES"
  fi
else
  wercker_try=1
  until apt-get update -qq && apt-get install -y --no-install-recommends $WERCKER_INSTALL_PACKAGES_PACKAGES; do
    [ "$wercker_try" -lt 3 ] || fail "Retry exceeds max retries"
    wercker_try=$((wercker_try + 1))
  done
  [ "$WERCKER_INSTALL_PACKAGES_CLEAR_CACHE" = false ] || apt-get clean
fi
`
}
