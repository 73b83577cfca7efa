# SPDX-License-Identifier: Apache-2.0
# Runs a program that must not outlive the process that started it.
#   bash -c "$(cat guard.sh)" guard <grace in tenths of a second> <program> <arguments...>
# Standard input is a pipe whose other end the starting process holds. A line on it asks for the program's end: SIGTERM,
# and SIGKILL when the grace is over. The bare end of the pipe says that the starting process has died, by SIGKILL
# perhaps; then nobody stops things in their order any more, and the grace is short.
grace=$1
shift

# Ctrl-C in a terminal goes to its whole foreground process group; the one who started us decides when to stop.
trap : INT HUP QUIT TERM

# Job control gives each background job a process group of its own, out of the terminal's reach.
set -m
exec 3<&0 </dev/null

"$@" 3<&- &
program=$!

(
  IFS= read -r _ <&3 || grace=$((grace < 20 ? grace : 20))
  kill -TERM -- "-$program" 2>/dev/null
  while [ "$grace" -gt 0 ] && kill -0 -- "-$program" 2>/dev/null; do
    sleep 0.1
    grace=$((grace - 1))
  done
  kill -KILL -- "-$program" 2>/dev/null
) &
watcher=$!
exec 3<&-
# Without this, bash would report the end of each job in the program's log.
set +m

# wait also returns when one of the trapped signals comes.
while :; do
  wait "$program"
  status=$?
  kill -0 "$program" 2>/dev/null || break
done
kill -KILL -- "-$watcher" 2>/dev/null
exit "$status"
