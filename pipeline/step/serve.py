"""Runs the release command to its end and becomes the app.

arguments: the release command as a JSON list, the app's command as another
"""

import json
import os
import subprocess
import sys

release, command = map(json.loads, sys.argv[1:])
status = subprocess.run(release, check=False).returncode
if status:
    sys.exit(f"its release command ended with exit status {status}")
os.execvp(command[0], command)
