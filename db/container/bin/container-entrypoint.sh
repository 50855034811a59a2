#!/bin/sh
# One container at a time has a volume: the lock is the kernel's, and ends with this process however that ends.
data=${ORACLE_DATA_FOLDER:-/opt/oracle/oradata}
if [ ! -w "$data" ]; then
  echo "CONTAINER: $data cannot be written by uid $(id -u): give the volume to it (chown 54321:54321, or fsGroup 54321)." >&2
  exit 1
fi
exec 9>>"$data/.lock"
flock --nonblock 9
if [ $? -eq 1 ]; then
  echo "CONTAINER: another container runs on the volume of $data: stop it, or use another volume." >&2
  exit 1
fi
exec node /opt/database/bin/main.js
