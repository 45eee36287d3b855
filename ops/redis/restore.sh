#!/bin/sh
# Makes of a backup the data directory of a Redis that is then started with `appendonly yes`.
#   ops/redis/restore.sh /var/backups/guance-jira.rdb /var/lib/redis
# Such a Redis does not read a dump.rdb: put there by hand it would start empty. So a Redis that only this script can reach
# reads the backup and writes the append-only file. Run it as the user of Redis, with Redis stopped.
# APPENDDIRNAME and APPENDFILENAME: where redis.conf names them (appenddirname, appendfilename).
set -eu
[ $# = 2 ] || { echo "usage: $0 <backup.rdb> <empty data directory>" >&2; exit 64; }
backup=$1 dir=$2 files=${APPENDDIRNAME:-appendonlydir}
if [ -e "$dir/$files" ]; then
  echo "$dir/$files is there: move it away first, with Redis stopped" >&2
  exit 1
fi
mkdir -p "$dir"
cp "$backup" "$dir/restoring.rdb"
private=$(mktemp -d)
redis-server --port 0 --unixsocket "$private/redis.sock" --dir "$dir" --dbfilename restoring.rdb \
  --appendonly no --appenddirname "$files" --appendfilename "${APPENDFILENAME:-appendonly.aof}" --save '' --daemonize no --loglevel warning >&2 &
server=$!
trap 'kill "$server" 2>/dev/null || :; rm -rf "$private" "$dir/restoring.rdb"' EXIT
cli() { redis-cli -s "$private/redis.sock" "$@"; }
until [ "$(cli ping 2>/dev/null)" = PONG ]; do
  kill -0 "$server" || { echo "Redis could not read $backup" >&2; exit 1; }
  sleep 0.2
done
cli config set appendonly yes >/dev/null
until cli info persistence | tr -d '\r' | grep -q '^aof_rewrite_in_progress:0' &&
  cli info persistence | tr -d '\r' | grep -q '^aof_rewrite_scheduled:0'; do
  sleep 0.2
done
cli info persistence | grep -q '^aof_last_bgrewrite_status:ok' || { echo "the append-only file could not be written" >&2; exit 1; }
keys=$(cli dbsize)
cli shutdown nosave 2>/dev/null || :
wait "$server" || :
echo "restored $keys keys into $dir"
