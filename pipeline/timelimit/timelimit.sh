# Runs a command in a container, within a time limit. When the time is over,
# SIGWINCH comes: programs ignore it, so that those that hang can still be
# listed, and nothing else sends it where there is no terminal. When this program
# ends so does process 1, and with it all others.
#
# $0 is the limit, for people; arguments: the command
ended() {
    echo "time limit: it did not end within $0; these programs were running:" >&2
    for process in /proc/[0-9]*; do
        case ${process#/proc/} in 1 | $$) continue ;; esac
        command=$(cat "$process/cmdline" 2>/dev/null | tr '\000\n' '  ' | cut -c -160)
        case $command in '' | /usr/bin/timeout*) continue ;; esac
        echo "  in $(readlink "$process/cwd"): $command" >&2
    done
    exit 124
}
trap ended WINCH
"$@" &
wait $!
