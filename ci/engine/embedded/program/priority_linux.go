package program

// lowPriority gives the command behind it a tenth of what others get while they
// want the processors: less, and on a busy machine it would not end at all. A
// kernel that groups processes by session weighs groups, not processes: the
// group's own priority counts there, and a kernel that does not has no such file.
var lowPriority = []string{"sh", "-c", `{ echo 10 > /proc/self/autogroup; } 2>/dev/null; exec nice -n 10 "$@"`, "sh"}
