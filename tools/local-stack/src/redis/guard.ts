/**
 * A shell script that runs its arguments as a program and ends it when standard input closes, that is when our process is
 * gone, even by SIGKILL. Redis itself would live on as an orphan and hold its port and its files.
 */
export const GUARD_SCRIPT = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
trap 'kill -TERM $child 2>/dev/null' TERM INT HUP
(trap - TERM INT HUP; read -r _ <&3; kill -TERM $child 2>/dev/null) >/dev/null 2>&1 &
watch=$!
wait $child
code=$?
while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
kill $watch 2>/dev/null
wait $watch 2>/dev/null
exit $code
`;
