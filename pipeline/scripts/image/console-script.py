import sys
from MODULE import OBJECT
sys.argv[0] = "NAME"
sys.exit(OBJECT())
