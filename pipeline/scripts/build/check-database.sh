# Checks that a database of Trivy has advisories, and prints the releases of Debian in it, each in a line like "debian 12"
# or, for a release in development, "debian forky/sid".
#
# argument: the file trivy.db
set -eu
export LC_ALL=C # any byte is a character
database=$1

# The grep of busybox finds no fixed string in a line with a zero byte, and takes minutes for a pattern in 700 MB.
find_text() { tr '\000' '\n' <"$database" | grep -F "$@"; }

# Without advisories every image would pass. An advisory has a fixed version, a range of vulnerable ones or a status;
# the names of the database's buckets do not prove that there is one.
if [ ! -s "$database" ] || ! find_text -q -e '"FixedVersion":' -e '"VulnerableVersions":' -e '"Status":' ||
    ! find_text -q vulnerability || ! find_text -q data-source; then
    echo "vulnerability database: it is empty or absent" >&2
    exit 3
fi
# A release with advisories has an entry below data-source, in which its name stands right before the value.
find_text '{"ID":"debian"' | grep -oE 'debian ([0-9]+|[a-z]+/sid)\{"ID":' | sed 's/{.*//' | sort -u
