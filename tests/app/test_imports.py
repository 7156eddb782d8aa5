"""What a command imports first decides nothing: no module of app counts on another's having run."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The libraries once, then a fork for each module.
EACH = """
import os, sys
import alembic.command, flask_openapi, fsspec, huey.storage, numpy, plotly.graph_objects
import pydantic_settings, sklearn.linear_model, sqlalchemy.orm, structlog
import engine, knowledge_base
for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        try:
            __import__(name)
        except BaseException as error:
            print(name, error, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_every_module_can_be_imported_first():
    files = [path.relative_to(ROOT) for path in (ROOT / "app").rglob("*.py")]
    known = [path.with_suffix("") for path in files if "migrations" not in path.parts]
    names = [".".join(path.parts).removesuffix(".__init__") for path in known]
    assert len(names) > 100
    told = subprocess.run([sys.executable, "-c", EACH, *names], capture_output=True, text=True)
    assert told.stdout + told.stderr == ""


def test_the_package_alone_brings_no_flask():
    told = "import app, sys; print('flask' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", told], text=True) == "False\n"
