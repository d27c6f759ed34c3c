# Installs Debian packages in a stage that does not ship.
#
# arguments: the packages
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq -o APT::Update::Error-Mode=any -o Acquire::Retries=5
apt-get install -qq -y --no-install-recommends "$@" >/dev/null
