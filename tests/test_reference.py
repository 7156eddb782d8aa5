"""The reference of probes and causes says what the code and the knowledge say today."""

import ast

import pytest

from docs import probes
from docs.__main__ import HERE, pages
from knowledge_base import load

KB = load()
PAGES = pages(KB)


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_current(name):
    """`make reference` writes it anew."""
    assert (HERE / name).read_text("utf-8") == PAGES[name]


def test_every_probe_and_every_cause_has_an_entry():
    catalog = {path.stem for path in probes.CATALOG.glob("*.py")} - {"__init__"}
    assert len(catalog) > 100
    assert not [name for name in catalog if f"\n`{name}` · " not in PAGES["probes.md"]]
    for language in ("en", "zh"):
        told = PAGES[f"causes.{language}.md"]
        assert not [name for name in KB.causes if f"\n`{name}` · " not in told]


def test_every_probe_says_what_it_measures_why_its_limits_and_its_source():
    wanted = {"What it measures", "Why it matters", "Limits", "Source"}
    known = [probes.read(path) for path in probes.CATALOG.glob("*.py") if path.stem != "__init__"]
    assert not [probe.name for probe in known if set(probe.sections) != wanted]
    assert not [probe.name for probe in known if not all(probe.sections.values())]


def test_a_threshold_is_shown_with_the_comment_beside_or_above_it():
    source = "# After He et al.\n# and others.\nA = 1\nB = 2  # set on 5 seeds\nC = dict()\nd = 4\n"
    found = list(probes._thresholds(ast.parse(source), source.splitlines()))
    assert [(one.name, one.value, one.note) for one in found] == [
        ("A", "1", "After He et al. and others."),
        ("B", "2", "set on 5 seeds"),
    ]
