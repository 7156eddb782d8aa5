"""The runner: every probe of a folder gets a report, and nothing stops the others."""

import json
import math
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some

from probes import runner
from probes.plain import plain
from probes.script import read_code, rules
from tests.probes.catalog.uploads import checkpoint

PROBE = """
from dataclasses import dataclass
from probes.verdict import PRESENT, ABSENT, unknown, valued, either
from probes.runner import Missing
from probes.refusal import Refusal

@dataclass(frozen=True)
class Measured:
    number: object = 1.0

{body}
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch):
    """Makes importable packages of probes or artifacts from {name: source}."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made = []

    def make(name: str, **modules: str) -> ModuleType:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").touch()
        for module, body in modules.items():
            (folder / f"{module}.py").write_text(PROBE.format(body=body))
        made.append(name)
        return import_module(name)

    yield make
    for module in [m for m in sys.modules if m.partition(".")[0] in made]:
        del sys.modules[module]


JUDGE = "def judge(measured):\n    return either(measured.number > 1)\n"
NUMBER = "def measure(number):\n    return Measured(number)\n" + JUDGE


def by_name(reports) -> dict[str, runner.Report]:
    return {report.finding: report for report in reports}


def test_the_folder_is_the_list_and_the_file_name_the_finding(package):
    catalog = package("a_catalog", b_second=NUMBER, a_first=NUMBER)
    reports = runner.run({"number": 2.0}, catalog=catalog)
    assert [(r.finding, r.state, r.numbers) for r in reports] == [
        ("a_first", "present", {"number": 2.0}),
        ("b_second", "present", {"number": 2.0}),
    ]


def test_an_artifact_is_made_once_and_only_if_it_is_asked_for(package):
    artifacts = package(
        "some_artifacts",
        tally="def tally(log):\n    log.append('made')\n    return 5.0\n",
        number="def number(tally):\n    return tally\n",
        unused="def unused(log):\n    log.append('never')\n",
    )
    catalog = package("b_catalog", one=NUMBER, two=NUMBER)
    log = []
    reports = runner.run({"log": log}, catalog=catalog, artifacts=artifacts)
    assert [report.state for report in reports] == ["present", "present"]
    assert log == ["made"]


def test_what_is_missing_is_named_by_what_should_have_been_uploaded(package):
    artifacts = package(
        "more_artifacts",
        number="def number(batch):\n    return batch\n",
        refined="def refined():\n    raise Missing('optimizer')\n",
    )
    catalog = package(
        "c_catalog",
        direct="def measure(history):\n    return Measured()\n" + JUDGE,
        indirect=NUMBER,
        raised="def measure(refined):\n    return Measured()\n" + JUDGE,
    )
    because = {r.finding: r.because for r in runner.run({}, catalog=catalog, artifacts=artifacts)}
    assert because == {
        "direct": "needs_history",
        "indirect": "needs_batch",
        "raised": "needs_optimizer",
    }


def test_an_optional_artifact_keeps_its_default_where_it_is_missing(package):
    body = "def measure(number, batch=None):\n    return Measured(0.0 if batch is None else 9.0)\n"
    catalog = package("d_catalog", one=body + JUDGE)
    assert runner.run({"number": 1}, catalog=catalog)[0].state == "absent"
    assert runner.run({"number": 1, "batch": 1}, catalog=catalog)[0].state == "present"


def test_a_broken_probe_artifact_or_module_is_reported_and_stops_nothing(package):
    artifacts = package(
        "bad_artifacts", broken="def broken():\n    raise KeyError('private text')\n"
    )
    catalog = package(
        "e_catalog",
        artifact_fails="def measure(broken):\n    return Measured()\n" + JUDGE,
        judge_fails="def measure():\n    return Measured()\ndef judge(measured):\n    1 / 0\n",
        not_python="raise ImportError",
        refused="def measure():\n    raise Refusal('too_odd', rows=3)\n",
        works=NUMBER,
        memory="def measure():\n    raise MemoryError\n",
    )
    found = by_name(runner.run({"number": 2.0}, catalog=catalog, artifacts=artifacts))
    assert found["works"].state == "present"
    assert found["artifact_fails"].numbers["error"] == "KeyError"
    assert "private" not in json.dumps(found["artifact_fails"].as_json())
    assert found["judge_fails"].because == "failed"
    assert found["not_python"].because == "failed"
    assert (found["refused"].because, found["refused"].numbers) == ("too_odd", {"rows": 3})
    assert found["memory"].because == "out_of_memory"


def test_an_optional_artifact_that_breaks_is_not_passed_over(package):
    artifacts = package("odd_artifacts", extra="def extra():\n    raise ValueError\n")
    catalog = package("f_catalog", one="def measure(extra=None):\n    return Measured()\n" + JUDGE)
    assert runner.run({}, catalog=catalog, artifacts=artifacts)[0].because == "failed"


def test_artifacts_that_ask_for_each_other_are_an_error_not_a_hang(package):
    artifacts = package(
        "circle", one="def one(two):\n    return 1\n", two="def two(one):\n    return 2\n"
    )
    catalog = package("g_catalog", p="def measure(one):\n    return Measured()\n" + JUDGE)
    report = runner.run({}, catalog=catalog, artifacts=artifacts)[0]
    assert report.numbers["error"] == "RecursionError"


def test_progress_is_told_after_each_probe(package):
    catalog = package("h_catalog", one=NUMBER, two=NUMBER)
    told = []
    reports = runner.run({"number": 1}, told.append, catalog=catalog)
    assert told == reports


def test_only_the_wanted_probes_run_and_a_wrong_name_is_an_error(package):
    catalog = package("i_catalog", one=NUMBER, two=NUMBER)
    assert [r.finding for r in runner.run({"number": 1}, only=["two"], catalog=catalog)] == ["two"]
    with pytest.raises(ValueError, match="three"):
        runner.run({}, only=["three"], catalog=catalog)


def test_the_same_upload_gives_the_same_random_numbers_whatever_ran_before(package):
    body = (
        "import torch, numpy, random\n"
        "def measure():\n"
        "    return Measured([torch.rand(()).item(), numpy.random.rand(), random.random()])\n"
        "def judge(measured):\n    return PRESENT\n"
    )
    catalog = package("j_catalog", a_one=body, b_two=body)
    first, second = runner.run({}, catalog=catalog)
    assert first.numbers == second.numbers


def test_values_and_reasons_pass_through(package):
    body = "def measure():\n    return Measured()\ndef judge(measured):\n    return "
    catalog = package("k_catalog", rate=body + "valued(0.1)\n", unsure=body + "unknown('short')\n")
    found = by_name(runner.run({}, catalog=catalog))
    assert (found["rate"].state, found["rate"].value) == ("present", 0.1)
    assert (found["unsure"].state, found["unsure"].because) == ("unknown", "short")


def test_the_plan_of_a_run_is_the_catalog_folder_and_what_code_tells():
    files = Path(runner.catalog.__path__[0]).glob("*.py")
    catalog = {file.stem for file in files if file.stem != "__init__"}
    assert catalog <= set(runner.plan())
    assert set(runner.plan()) - catalog <= set(rules())


SLOPPY = """
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for x, y in loader:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
"""


def test_a_script_decides_what_no_probe_does():
    only = ["gradients_not_zeroed", "learning_rate", "optimizer"]
    told = by_name(runner.run({"script": read_code(SLOPPY)}, only=only))
    assert told["gradients_not_zeroed"].state == "present"
    assert told["gradients_not_zeroed"].numbers["line"] == 6
    assert told["learning_rate"].value == 0.05
    assert told["optimizer"].value == "sgd"
    without = runner.run({}, only=["gradients_not_zeroed"])
    assert without[0].because == "needs_script"


def test_what_was_measured_counts_more_than_what_the_script_says():
    model = torch.nn.Linear(2, 2)
    left = checkpoint(model, torch.optim.SGD(model.parameters(), lr=0.2))
    upload = {"script": read_code(SLOPPY), "checkpoint": left}
    (report,) = runner.run(upload, only=["learning_rate"])
    assert report.value == 0.2


@dataclass(frozen=True)
class Numbers:
    loss: object
    layers: object


def test_numbers_become_plain_and_finite():
    measured = Numbers(
        np.float32("nan"),
        {"conv": torch.tensor([1.0, math.inf]), "rows": np.int64(3), "on": np.bool_(True)},
    )
    assert plain(measured) == {
        "loss": None,
        "layers": {"conv": [1.0, None], "rows": 3, "on": True},
    }


def test_hostile_names_can_be_stored_anywhere():
    assert plain({"a\ud800b\x00": "x" * 10_000})["a?b�"].endswith("…")


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@given(anything)
def test_whatever_is_measured_json_can_carry_it(value):
    text = json.dumps(plain(value), allow_nan=False)
    assert json.loads(text) == plain(value)
    text.encode("utf-8")


def test_a_report_names_every_file_that_could_change_it(package):
    artifacts = package("some_sources", number="def number(log, model=None):\n    return log\n")
    catalog = package("c_catalog", one=NUMBER)
    [told] = runner.run({"log": 2.0}, catalog=catalog, artifacts=artifacts)
    [lacking] = runner.run({}, catalog=catalog, artifacts=artifacts)
    assert told.uses == lacking.uses == ("log", "model")


def test_a_report_of_a_failure_names_none_for_it_may_end_otherwise(package):
    catalog = package("d_catalog", one="def measure(number):\n    raise OSError\n" + JUDGE)
    [report] = runner.run({"number": 2.0}, catalog=catalog)
    assert report.uses is None


def test_a_probe_that_a_script_can_stand_in_for_depends_on_the_script_too():
    [report] = runner.run({}, only=["learning_rate"])
    assert "script" in report.uses
