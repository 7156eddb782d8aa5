"""Other authors' scripts: what they say of themselves, and what teaches."""

import ast

import pytest

from benchmarks.outside.scripts import scripts, trained
from benchmarks.outside.taught import TEACHERS
from knowledge_base import load

EVERYBODY = list(scripts())


@pytest.mark.parametrize("script", EVERYBODY, ids=lambda script: f"{script.author}/{script.name}")
def test_a_script_names_known_harmful_causes_and_both_its_forms(script):
    causes = load().causes
    assert all(cause in causes and not causes[cause].benign for cause in script.accepts)
    assert script.says or not script.accepts
    told = ast.unparse(ast.parse(script.path.read_text("utf-8")))
    assert ("--cured" in told or "len(sys.argv) > 2" in told) >= bool(script.accepts)


def test_who_teaches_does_not_judge():
    authors = {script.author for script in EVERYBODY}
    assert set(TEACHERS) < authors


def test_a_run_is_trained_once_and_kept(tmp_path):
    (script,) = [one for one in EVERYBODY if one.name == "waveform_mlp_from_scratch"]
    folder = trained(script, True, tmp_path)
    there = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert {"checkpoint.pt", "batch.npz"} <= there.keys()
    assert trained(script, True, tmp_path) == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == there
