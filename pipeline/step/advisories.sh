# Looks at what a vulnerability database of Trivy's knows, and prints the
# releases of Debian, each in a line, such as "debian 12".
#
# argument: the file trivy.db
set -eu
export LC_ALL=C # any byte is a character
database=$1

# busybox finds no fixed string in a line with a zero byte, and of a pattern it
# makes minutes of a database of 700 MB.
find_text() { tr '\000' '\n' <"$database" | grep -F "$@"; }

# Without advisories everything would pass. One has a fixed version, a range of
# vulnerable ones or a status, none of which the buckets' names prove.
if [ ! -s "$database" ] || ! find_text -q -e '"FixedVersion":' -e '"VulnerableVersions":' -e '"Status":' ||
    ! find_text -q vulnerability || ! find_text -q data-source; then
    echo "vulnerability database: it is empty or absent" >&2
    exit 3
fi
# A release that has advisories has an entry below data-source, too, in which its
# name stands right before the value.
find_text '{"ID":"debian"' | grep -o 'debian [0-9][0-9]*{"ID":' | sed 's/{.*//' | sort -u
