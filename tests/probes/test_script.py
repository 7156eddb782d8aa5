from pathlib import Path

import pytest

from probes.script import read_code
from tests.probes.sick_scripts import PAIRS

CASES = [(finding, *pair) for finding, pairs in PAIRS.items() for pair in pairs]


@pytest.mark.parametrize(("finding", "sick", "healthy"), CASES)
def test_sick_code_is_found_at_its_line_and_its_healthy_twin_is_not(finding, sick, healthy):
    found = read_code(sick).get(finding)
    assert found is not None
    assert found.state == "present"
    assert sick.splitlines()[found.line - 1].strip()[:200] == found.code
    twin = read_code(healthy).get(finding)
    assert twin is None or twin.state == "absent"


HEALTHY = sorted((Path(__file__).parent / "healthy_scripts").glob("*.txt"))
# Facts, not faults.
HARMLESS = {"augmentation_used"}


@pytest.mark.parametrize("path", HEALTHY, ids=lambda path: path.stem)
def test_nothing_is_flagged_in_a_correct_script(path):
    script = read_code(path.read_text())
    flagged = [one for one in script.findings if one.state == "present" and one.value is None]
    allowed = HARMLESS | ({"layers_frozen"} if path.stem == "frozen_backbone" else set())
    assert [one for one in flagged if one.finding not in allowed] == []


def test_there_are_enough_correct_scripts():
    assert len(HEALTHY) >= 15
