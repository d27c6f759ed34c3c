# Downloads Trivy's vulnerability database from the first repository that has it. Trivy itself tries the next one only
# after errors that it considers temporary.
#
# arguments: Trivy's cache folder, then the repositories
set -u
cache=$1
shift
for repository; do
    trivy image --quiet --download-db-only --no-progress --cache-dir "$cache" --db-repository "$repository" && exit
    echo "vulnerability database: not from $repository" >&2
done
exit 1
