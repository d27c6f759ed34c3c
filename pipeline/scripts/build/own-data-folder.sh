# Gives a folder for data to a user and to group 0, for platforms that choose the user's number.
#
# argument: the user's number
set -eu
chown -R -h "$1:0" /pipeline/data
chmod 2775 /pipeline/data
