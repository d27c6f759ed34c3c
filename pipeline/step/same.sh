# Compares the virtual environment with that of production, mounted at
# /production: what the tests need must not replace what ships, or they would
# pass on something else.
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
    # The name in such a folder's name holds no hyphen.
    package=${name%%-*} version=${name#*-}
    for other in "$tested/$package"-*.dist-info; do
        other=${other##*/}
        found=${other#*-}
        [ "$found" != "*.dist-info" ] || found="none.dist-info"
        echo "$package: ${version%.dist-info} ships, ${found%.dist-info} would be tested" >&2
    done
done
exit $replaced
