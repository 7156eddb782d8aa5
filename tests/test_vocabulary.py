"""Findings, probes and words name the same things."""

import ast
import re
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import get_type_hints

import pytest

from knowledge_base import load
from probes import catalog
from probes.runner import plan
from probes.shelf import names_in

CATALOG = Path(catalog.__file__).parent
HEADINGS = ("What it measures", "Why it matters", "Limits", "Source")
KB = load()
PROBES = names_in(catalog)


def measured(probe: str) -> type:
    found = get_type_hints(import_module(f"{catalog.__name__}.{probe}").measure)["return"]
    assert is_dataclass(found), f"{probe}: measure returns a dataclass"
    return found


def test_every_probe_decides_a_finding():
    assert set(plan()) <= set(KB.findings)


def test_every_finding_that_a_history_can_answer_has_a_probe():
    asked = {name for name, finding in KB.findings.items() if "history" in finding.upload}
    assert asked <= set(PROBES)


def test_every_probe_of_histories_is_offered_for_a_history():
    for probe in PROBES:
        source = (CATALOG / f"{probe}.py").read_text()
        if "probes.curve" in source and "Curve | None" not in source:
            assert "history" in KB.findings[probe].upload, probe


@pytest.mark.parametrize("probe", PROBES)
def test_every_probe_tells_what_why_limits_and_source(probe):
    told = ast.get_docstring(ast.parse((CATALOG / f"{probe}.py").read_text())) or ""
    places = [told.find(f"\n{heading}\n") for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("probe", PROBES)
def test_the_numbers_of_a_probe_fill_its_evidence_sentence(probe):
    sentences = KB.findings[probe].sentences
    if not sentences:
        return
    numbers = {field.name for field in fields(measured(probe))} | {"value"}
    lacking = [_fields(one.en) | _fields(one.zh) for one in sentences]
    assert any(needed <= numbers for needed in lacking), f"{probe} does not measure {lacking}"


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_reason_for_not_deciding_has_a_sentence():
    known = set(KB.words["unknowns"]) | set(KB.words["refusals"])
    for probe in PROBES:
        source = (CATALOG / f"{probe}.py").read_text()
        given = set(re.findall(r'(?:unknown|Refusal)\(\s*"(\w+)"', source))
        given |= {f"needs_{name}" for name in re.findall(r'Missing\("(\w+)"', source)}
        assert given <= known, f"{probe}: {given - known}"


def test_every_artifact_that_can_be_missing_has_a_sentence():
    folder = CATALOG.parent / "artifacts"
    sources = "".join(path.read_text() for path in sorted(folder.glob("*.py")))
    needs = {f"needs_{name}" for name in re.findall(r'Missing\("(\w+)"', sources)}
    assert needs <= set(KB.words["unknowns"])
