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
# bash reports the end of jobs; the log on 4 is the program's alone.
exec 3<&0 </dev/null 4>&2 2>/dev/null

"$@" 2>&4 3<&- 4>&- &
program=$!

(
  exec 4>&-
  IFS= read -r _ <&3 || grace=$((grace < 20 ? grace : 20))
  kill -TERM -- "-$program"
  while [ "$grace" -gt 0 ] && kill -0 -- "-$program"; do
    sleep 0.1
    grace=$((grace - 1))
  done
  kill -KILL -- "-$program"
) &
watcher=$!
exec 3<&- 4>&-

# wait also returns when one of the trapped signals comes.
while :; do
  wait "$program"
  status=$?
  kill -0 "$program" || break
done
kill -KILL -- "-$watcher"
exit "$status"
