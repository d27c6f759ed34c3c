# Starts a command that begins with timeout. As process 1 of its container timeout cannot be stopped by the programs that
# it watches, so this shell becomes it. GNU's releases from 9.8 on do not run as process 1, because they take a child of
# process 1 for one whose parent has ended: there the shell stays process 1.
case $(/usr/bin/timeout --version 2>/dev/null) in
*'(GNU coreutils) 9.'[89]* | *'(GNU coreutils) 9.'[1-9][0-9]* | *'(GNU coreutils) '[1-9][0-9].*)
    "$@"
    exit $?
    ;;
esac
exec "$@"
