from flask import Flask

from shared_lib import greet

app = Flask(__name__)


@app.get("/")
def index():
    return greet("workspace")
