# Runs a test command. Its reports in /reports stay in the container when it
# succeeds; a failed step leaves no container, so they go to a cache volume
# then, into a folder that is this run's.
#
# arguments: the command
set -u
"$@"
status=$?
if [ "$status" -ne 0 ]; then
    rm -rf "/failed/$REPORT_ID"
    cp -R /reports "/failed/$REPORT_ID"
fi
exit "$status"
