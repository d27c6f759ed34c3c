package program

// lowPriority starts a command with a tenth of the processor time that other programs get when the processors are busy;
// with even less it might never end. Kernels with autogroups ignore nice between sessions, so the group's priority is
// set too; other kernels do not have that file.
var lowPriority = []string{"sh", "-c", `{ echo 10 > /proc/self/autogroup; } 2>/dev/null; exec nice -n 10 "$@"`, "sh"}
