import json
from importlib import resources

RATES = json.loads(resources.files(__name__).joinpath("rates.json").read_text())
