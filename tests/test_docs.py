"""What the documents say is there."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest

from app import create_app
from app.cli import main
from app.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted(ROOT.glob("*.md"))
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")
CODE = re.compile(r"```(\w*)\n(.*?)```", re.S)
INLINE = re.compile(r"`([^`\n]+)`")


def commands(page):
    """Lines of code blocks and inline code, without what follows a `#`."""
    text = page.read_text("utf-8")
    blocks = [body for kind, body in CODE.findall(text) if kind in ("", "bash", "console")]
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines() + INLINE.findall(text)
    return [line.strip() for line in lines]


def make_targets():
    """Explicit ones, and those of the list of benchmarks."""
    listed = re.search(r"^MEASURED := ((?:.*\\\n)*.*)", MAKEFILE, re.M)[1].replace("\\\n", " ")
    named = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.M)
    return set(named) | {f"bench-{name}" for name in listed.split()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_readme_names_every_package():
    packages = [path.parent.name for path in ROOT.glob("*/__init__.py")]
    assert len(packages) >= 4
    assert not [package for package in packages if f"`{package}" not in README]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_named_exists(page):
    named = {line.split()[1] for line in commands(page) if re.match(r"make [a-z]", line)}
    assert named <= make_targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_whyloss_command_that_is_named_takes_the_options_that_are_shown(page):
    for line in commands(page):
        if line.startswith("whyloss "):
            taken(main, shlex.split(line, comments=True)[1:], line)


def taken(command, words, line):
    context = click.Context(command)
    known = {option for parameter in command.get_params(context) for option in parameter.opts}
    for place, word in enumerate(words):
        if word.startswith("-"):
            assert word in known | {"--help", "--version"}, line
        elif isinstance(command, click.Group):
            inner = command.get_command(context, word)
            assert inner is not None, line
            taken(inner, words[place + 1 :], line)
            return


def calls():
    found = []
    for _, block in CODE.findall(README):
        found += [line for line in block.replace("\\\n", " ").splitlines() if "curl" in line]
    return found


def test_the_readme_shows_calls_of_the_api():
    assert len(calls()) >= 2


@pytest.mark.parametrize("call", calls())
def test_the_calls_of_the_api_are_answered(tmp_path, call):
    words = shlex.split(call)
    url = next(word for word in words if word.startswith("http"))
    path = url.removeprefix("http://127.0.0.1:8000")
    client = create_app(Settings(data=tmp_path)).test_client()
    body = json.loads(words[words.index("-d") + 1]) if "-d" in words else None
    answer = client.post(path, json=body) if body else client.get(path)
    assert answer.status_code in (200, 201)
    state = answer.json.get("state", answer.json)
    assert state["causes"]
    assert state["findings"]  # the text was understood


def test_paths_of_the_api_in_running_text_exist(tmp_path):
    rules = {str(rule) for rule in create_app(Settings(data=tmp_path)).url_map.iter_rules()}
    shapes = {re.sub(r"<[^>]+>", "{}", rule) for rule in rules}
    named = re.findall(r"(?<![\w.])(/(?:api/v1|openapi)/[\w/{}-]+)", README)
    missing = [path for path in named if re.sub(r"{\w+}", "{}", path).rstrip("/") not in shapes]
    assert not [path for path in missing if not path.startswith("/openapi")]


def test_every_benchmark_has_a_target_and_every_target_its_module():
    started = r"(?:^bench-[a-z-]+: MODULE := |-m benchmarks\.)(\w+)"
    modules = set(re.findall(started, MAKEFILE, re.M))
    folder = ROOT / "benchmarks"
    written = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    written |= {path.parent.name for path in folder.glob("*/__main__.py")}
    assert modules <= written
    assert not {name for name in written - modules if not is_a_tool(name)}


def is_a_tool(name):
    """Looks at the clinic's runs to find what to work on next; nothing is claimed from it."""
    return name == "words_against_clinic"


def test_the_export_that_the_readme_shows_is_read(tmp_path, monkeypatch):
    import numpy
    import torch

    from probes.formats.recognise import open_upload
    from probes.preflight import check

    monkeypatch.chdir(tmp_path)
    snippet = next(body for kind, body in CODE.findall(README) if "torch.export.save" in body)
    names = {
        "torch": torch,
        "numpy": numpy,
        "model": torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3)),
        "x": torch.randn(16, 4),
        "y": torch.randint(0, 3, (16,)),
    }
    exec(snippet, names)
    assert check(tmp_path / "model.pt2").kind == "model"
    assert check(tmp_path / "batch.npz").kind == "batch"
    assert open_upload(tmp_path / "model.pt2")


def test_the_recorder_does_what_its_first_lines_say():
    from probes import recorder

    named = set(re.findall(r"recorder\.(\w+)\(", recorder.__doc__))
    assert named
    assert not [name for name in named if not hasattr(recorder.Recorder, name)]


def test_both_transcripts_are_the_printed_ones():
    printed = (ROOT / "benchmarks" / "results" / "transcripts.md").read_text("utf-8")
    paragraphs = [part for part in printed.split("\n\n") if part.strip()]
    assert not [part for part in paragraphs if part.strip() not in README]
