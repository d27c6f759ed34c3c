"""Runs manage.py collectstatic, into an empty folder.

All files of the source have the same time, so Django would consider files of an earlier run up to date. They are removed,
unless the folder also has the app itself or files that are to be collected.

argument: the path of manage.py

Prints a last line with a JSON object:
  folder   the folder of the static files; null if they are not in a folder
  files    number of files in it
  emptied  whether the source's files in it were removed
"""

import json
import os
import pathlib
import runpy
import shutil
import sys

from django.conf import settings
from django.core.management.base import BaseCommand


def main(manage):
    run = BaseCommand.execute

    def execute(command, *arguments, **options):
        BaseCommand.execute = run  # for commands that this one calls
        root = pathlib.Path(os.path.abspath(settings.STATIC_ROOT)) if settings.STATIC_ROOT else None
        emptied = root is not None and is_for_results(root)
        # Before the storage is created, because some storages read the files of an earlier run at once.
        if emptied:
            empty(root)
        output = run(command, *arguments, **options)
        folder = folder_of_storage()
        files = sum(path.is_file() for path in folder.rglob("*")) if folder else 0
        print(json.dumps({"folder": folder and str(folder), "files": files, "emptied": emptied and folder == root}), flush=True)
        return output

    # Settings are known only after manage.py has set Django up; some of them read the arguments.
    BaseCommand.execute = execute
    sys.argv = [manage, "collectstatic", "--noinput"]
    sys.path[0] = os.path.dirname(os.path.abspath(manage))
    runpy.run_path(manage, run_name="__main__")


def folder_of_storage():
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.files.storage import FileSystemStorage

    if isinstance(staticfiles_storage, FileSystemStorage) and staticfiles_storage.location:
        return pathlib.Path(staticfiles_storage.location)
    return None


def is_for_results(root):
    """Reports whether a folder has only files that collectstatic can write again."""
    from django.contrib.staticfiles.finders import get_finders

    app = pathlib.Path.cwd()
    if root == app or root in app.parents:
        return False
    found = (pathlib.Path(getattr(storage, "location", ""), path) for finder in get_finders() for path, storage in finder.list([]))
    return not any(root in file.parents for file in found)


def empty(folder):
    for path in folder.glob("*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1])
