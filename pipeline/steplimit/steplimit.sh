# Runs a command in a container, within a time limit. When the time is over, timeout sends SIGWINCH: programs ignore it,
# so that those that hang can still be listed, and without a terminal nothing else sends it. When this script ends,
# process 1 ends, and with it all other programs.
#
# $0 is the limit, for people; arguments: the command's ID, which only a reader of this command needs, and the command
shift
list_programs_and_exit() {
    echo "time limit: it did not end within $0; these programs were running:" >&2
    for process in /proc/[0-9]*; do
        case ${process#/proc/} in 1 | "$$") continue ;; esac
        command=$(cat "$process/cmdline" 2>/dev/null | tr '\000\n' '  ' | cut -c -160)
        case $command in '' | /usr/bin/timeout*) continue ;; esac
        echo "  in $(readlink "$process/cwd"): $command" >&2
    done
    exit 124
}
trap list_programs_and_exit WINCH
"$@" &
wait $!
