# Copies a folder that the app's code has made. The copy belongs to root and has the modes of the source's files: no
# setuid program, and no file that the app may change.
#
# arguments: the folder, the copy
set -eu
cp -R -P "$1" "$2"
find "$2" -type d -exec chmod 0755 {} +
find "$2" -type f -perm /0100 -exec chmod 0755 {} +
find "$2" -type f ! -perm /0100 -exec chmod 0644 {} +
other=$(find "$2" ! -type d ! -type f ! -type l)
if [ -n "$other" ]; then
    printf 'neither a file nor a folder nor a link:\n%s\n' "$other" >&2
    exit 3
fi
