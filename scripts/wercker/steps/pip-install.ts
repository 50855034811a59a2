import type { Step } from './step'

export const pipInstall: Step = {
  id: 'pip-install',
  parameters: ['requirements_file', 'packages_list', 'pip_command', 'auto_run_wheel', 'extra_args', 'extra_wheel_args', 'cleanup_wheel_cache'],
  script: () => `
: "\${WERCKER_PIP_INSTALL_PIP_COMMAND:=pip}"
if [ -n "$WERCKER_PIP_INSTALL_PACKAGES_LIST" ]; then
  $WERCKER_PIP_INSTALL_PIP_COMMAND install $WERCKER_PIP_INSTALL_EXTRA_ARGS $WERCKER_PIP_INSTALL_PACKAGES_LIST
else
  : "\${WERCKER_PIP_INSTALL_REQUIREMENTS_FILE:=requirements.txt}"
  [ -f "$WERCKER_PIP_INSTALL_REQUIREMENTS_FILE" ] || fail "pip-install: no file $WERCKER_PIP_INSTALL_REQUIREMENTS_FILE"
  $WERCKER_PIP_INSTALL_PIP_COMMAND install $WERCKER_PIP_INSTALL_EXTRA_ARGS -r "$WERCKER_PIP_INSTALL_REQUIREMENTS_FILE"
fi
`
}
