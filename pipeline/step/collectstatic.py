"""Runs manage.py collectstatic, into an empty folder.

All files of the source have the same time, so what a checkout still has of an
earlier run would pass for up to date. It is removed, unless the app itself or
something that is to be collected lies there too.

argument: the path of manage.py

Prints, last of all, a line with a JSON object:
  folder   where static files are kept; null where that is no folder
  files    how many files it holds
  emptied  whether what the source had there is gone
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
        # Before there is a storage: some read at once what an earlier run wrote.
        if emptied:
            empty(root)
        said = run(command, *arguments, **options)
        folder = folder_of_storage()
        files = sum(path.is_file() for path in folder.rglob("*")) if folder else 0
        print(json.dumps({"folder": folder and str(folder), "files": files, "emptied": emptied and folder == root}), flush=True)
        return said

    # Settings are known once manage.py has set Django up; some tell by the
    # arguments that files are collected.
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
    """Tells whether a folder holds nothing that cannot be made again."""
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
