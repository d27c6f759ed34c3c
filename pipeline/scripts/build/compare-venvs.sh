# Compares the virtual environment with production's, mounted at /production: development requirements must not replace
# a package that ships, because the tests would run on another one.
set -eu
shipped=$(ls -d /production/lib/python3*/site-packages)
tested=/venv${shipped#/production}
replaced=0
for info in "$shipped"/*.dist-info; do
    name=${info##*/}
    if [ ! -e "$info" ] || [ -e "$tested/$name" ]; then
        continue
    fi
    replaced=1
    # The package's name has no hyphen there.
    package=${name%%-*} version=${name#*-}
    for other in "$tested/$package"-*.dist-info; do
        other=${other##*/}
        found=${other#*-}
        [ "$found" != "*.dist-info" ] || found="none.dist-info"
        echo "$package: ${version%.dist-info} ships, ${found%.dist-info} would be tested" >&2
    done
done
exit $replaced
