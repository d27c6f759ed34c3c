# Scans an image with Trivy and stores the result under its key, so that the same image is not scanned again with the
# same database.
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
cd /tmp # reports name the image by its folder
trivy image --quiet --skip-version-check --disable-telemetry --cache-dir $cache --skip-db-update --skip-java-db-update --skip-check-update --offline-scan --no-progress \
    --scanners vuln,secret --image-config-scanners misconfig,secret --secret-config /pipeline/secrets/secrets.yaml --list-all-pkgs --show-suppressed \
    --input "$name" --format json --output /out/trivy.json "$@"
for report in table:trivy.txt sarif:trivy.sarif cyclonedx:sbom.cdx.json spdx-json:sbom.spdx.json; do
    trivy convert --quiet --format "${report%%:*}" --output "/out/${report#*:}" /out/trivy.json
done
cp /manifest.json /out/ # an image whose scan is kept needs no archive
cd /
rm -rf "/tmp/$name" # the engine stores the files that a step leaves

# The exit status alone does not prove that the reports were written.
for report in trivy.json trivy.txt trivy.sarif sbom.cdx.json sbom.spdx.json manifest.json; do
    if [ ! -s "/out/$report" ]; then
        echo "Trivy ended without an error and without a report: $report is empty or absent" >&2
        exit 3
    fi
done

# Two scans with one key may end at the same time, so each result is moved as a whole, under a name of its own.
find /scans -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} + || true # another scan removes the same ones
result=$(mktemp -d /scans/new.XXXXXX)
cp -R /out/. "$result"
mkdir -p "/scans/$key"
mv "$result" "/scans/$key/"
