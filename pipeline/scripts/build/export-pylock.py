# Converts pylock.toml to requirements files below /export, one for production and one for the tests, with what this
# interpreter needs on this machine, without the packages that are built from folders or repositories. Locks of other names
# are those of the tests.
#
# arguments: --group NAME and --extra NAME for what production has beside the usual packages, then the groups of packages that
# the tests need
import argparse
import pathlib
import sys

from packaging.pylock import Pylock, PylockSelectError, PylockValidationError

try:
    import tomllib
except ModuleNotFoundError:  # before Python 3.11
    import tomli as tomllib

# What uv accepts.
ALGORITHMS = ("sha256", "sha384", "sha512")


def select(file, groups, extras):
    """The packages of a lock with these groups and extras, those that it has."""
    try:
        lock = Pylock.from_dict(tomllib.loads(file.read_text("utf-8")))
        declared = lock.dependency_groups or []
        # What is installed anyway; a name that a user can choose too is a group of development.
        chosen = [group for group in lock.default_groups or [] if group not in declared]
        chosen += [group for group in groups if group in declared]
        extras = [extra for extra in extras if extra in (lock.extras or [])]
        packages = [package for package, _ in lock.select(dependency_groups=chosen, extras=extras)]
        return [package for package in packages if not package.vcs and not package.directory]
    except (PylockSelectError, PylockValidationError) as error:
        sys.exit(f"{file}: {error}; lock it again, for the app's Python, with the tool that wrote it")


def requirement(package):
    if package.archive:
        files, line = [package.archive], f"{package.name} @ {package.archive.url}"
        if package.archive.subdirectory:
            line += f"#subdirectory={package.archive.subdirectory}"
    else:
        files, line = [*(package.wheels or []), package.sdist], f"{package.name}=={package.version}"
    hashes = {f"{name}:{value}" for file in files if file for name, value in file.hashes.items() if name in ALGORITHMS}
    return " \\\n    ".join([line, *(f"--hash={value}" for value in sorted(hashes))]) + "\n"


def write(name, packages):
    (pathlib.Path("/export") / name).write_text("".join(map(requirement, packages)), "utf-8")


parser = argparse.ArgumentParser()
parser.add_argument("--group", action="append", default=[])
parser.add_argument("--extra", action="append", default=[])
parser.add_argument("tests", nargs="*")
arguments = parser.parse_args()

pathlib.Path("/export").mkdir()
main = pathlib.Path("pylock.toml")
production = select(main, arguments.group, arguments.extra)
write("requirements.txt", production)

seen = {package.name for package in production}
development = []
for file in [main, *sorted(pathlib.Path().glob("pylock.*.toml"))]:
    for package in select(file, [*arguments.group, *arguments.tests], arguments.extra):
        if package.name not in seen:
            seen.add(package.name)
            development.append(package)
write("requirements-dev.txt", development)
