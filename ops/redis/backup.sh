#!/bin/sh
# A copy of Redis (queue and ledger) at this moment, taken while everything runs.
#   REDIS_URL=redis://127.0.0.1:6379 ops/redis/backup.sh /var/backups/guance-jira.rdb
# A password: REDISCLI_AUTH. The copy holds the alerts that wait: keep it as safe as Redis itself.
set -eu
[ $# = 1 ] || { echo "usage: $0 <file>" >&2; exit 64; }
umask 077
redis-cli -u "${REDIS_URL:-redis://127.0.0.1:6379}" --rdb "$1.part" >&2
mv "$1.part" "$1"
