# Fetches a commit of a git repository, with its submodules, into /package. Nothing of it runs here, and no hook or filter
# of the repository.
#
# arguments: the address, the full hash of the commit
set -eu
export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_NOSYSTEM=1 GIT_ALLOW_PROTOCOL=https:http:ssh:git GIT_HTTP_LOW_SPEED_LIMIT=1 GIT_HTTP_LOW_SPEED_TIME=30
export GIT_SSH_COMMAND="ssh -o BatchMode=yes -o ConnectTimeout=15"
git clone --quiet --no-checkout "$1" /package || {
    echo "$1: the repository cannot be cloned; the host must be reachable from this machine, and the repository public" >&2
    exit 1
}
cd /package
git -c advice.detachedHead=false checkout --quiet "$2" || {
    echo "$1: it has no commit $2" >&2
    exit 1
}
git submodule --quiet update --init --recursive
