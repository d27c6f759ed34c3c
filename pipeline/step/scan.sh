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
# Without advisories everything would pass. One has a fixed version, a range of
# vulnerable ones or a status, none of which the buckets' names prove. (busybox
# finds a fixed string in no line with a zero byte.)
has() { grep -q "$@" $cache/db/trivy.db 2>/dev/null; }
if ! has -e '"FixedVersion":' -e '"VulnerableVersions":' -e '"Status":' || ! has vulnerability || ! has data-source; then
    echo "vulnerability database: it is empty or absent" >&2
    exit 3
fi

mkdir -p "/tmp/$name" /out
tar -xf /image.tar -C "/tmp/$name"
cd /tmp # reports call the image by its folder
trivy image --quiet --skip-version-check --disable-telemetry --cache-dir $cache --skip-db-update --skip-java-db-update --skip-check-update --offline-scan --no-progress \
    --scanners vuln,secret --image-config-scanners misconfig,secret --list-all-pkgs --show-suppressed \
    --input "$name" --format json --output /out/trivy.json "$@"
for report in table:trivy.txt sarif:trivy.sarif cyclonedx:sbom.cdx.json spdx-json:sbom.spdx.json; do
    trivy convert --quiet --format "${report%%:*}" --output "/out/${report#*:}" /out/trivy.json
done
cd /
rm -rf "/tmp/$name" # the engine keeps what a step leaves

find /scans -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} +
rm -rf "/scans/$key.new"
cp -R /out "/scans/$key.new"
rm -rf "/scans/$key"
mv "/scans/$key.new" "/scans/$key"
