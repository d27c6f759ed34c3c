import signal
import sys
from waitress.runner import run
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
sys.argv[0] = "waitress-serve"
sys.exit(run())
