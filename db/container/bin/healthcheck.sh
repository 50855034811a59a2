#!/bin/sh
exec node /opt/database/bin/healthcheck.js "$@"
