import type { Step } from './step'

/** apt only, three tries. In containers only: a pipeline does not install into the user's own machine. */
export const installPackages: Step = {
  id: 'install-packages',
  parameters: ['packages', 'clear-cache'],
  required: ['packages'],
  containerOnly: true,
  script: () => `
wercker_try=1
until apt-get update -qq && apt-get install -y --no-install-recommends $WERCKER_INSTALL_PACKAGES_PACKAGES; do
  [ "$wercker_try" -lt 3 ] || fail "Retry exceeds max retries"
  wercker_try=$((wercker_try + 1))
done
[ "$WERCKER_INSTALL_PACKAGES_CLEAR_CACHE" = false ] || apt-get clean
`
}
