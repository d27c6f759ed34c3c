"""Runs the release command to its end and replaces itself by the app.

argument: a JSON list of the release command and the app's command, each a list
"""

import json
import os
import subprocess
import sys

release, command = json.loads(sys.argv[1])
status = subprocess.run(release, check=False).returncode
if status:
    sys.exit(f"its release command ended with exit status {status}")
os.execvp(command[0], command)
