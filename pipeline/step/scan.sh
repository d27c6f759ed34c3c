# Scans an image with Trivy and keeps the result under its key, so that the same
# image with the same database is not scanned again.
#
# arguments: the key, the image's name, then further options of `trivy image`
set -eu
key=$1 name=$2
shift 2
cache=/pipeline/cache/trivy
mkdir -p $cache
rm -rf $cache/db
ln -s /pipeline/database $cache/db

mkdir -p "/tmp/$name" /out
tar -xf /image.tar -C "/tmp/$name"
cd /tmp # reports call the image by its folder
trivy image --quiet --skip-version-check --disable-telemetry --cache-dir $cache --skip-db-update --skip-java-db-update --skip-check-update --offline-scan --no-progress \
    --scanners vuln,secret --image-config-scanners misconfig,secret --secret-config /pipeline/secrets/secrets.yaml --list-all-pkgs --show-suppressed \
    --input "$name" --format json --output /out/trivy.json "$@"
for report in table:trivy.txt sarif:trivy.sarif cyclonedx:sbom.cdx.json spdx-json:sbom.spdx.json; do
    trivy convert --quiet --format "${report%%:*}" --output "/out/${report#*:}" /out/trivy.json
done
cd /
rm -rf "/tmp/$name" # the engine keeps what a step leaves

# A program that ended well need not have written anything.
for report in trivy.json trivy.txt trivy.sarif sbom.cdx.json sbom.spdx.json; do
    if [ ! -s "/out/$report" ]; then
        echo "Trivy ended without an error and without a report: $report is empty or absent" >&2
        exit 3
    fi
done

# Two scans with one key may end at the same time. Each result has a name of its
# own, by which it appears when it is whole.
find /scans -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} + || true # another scan removes the same ones
result=$(mktemp -d /scans/new.XXXXXX)
cp -R /out/. "$result"
mkdir -p "/scans/$key"
mv "$result" "/scans/$key/"
