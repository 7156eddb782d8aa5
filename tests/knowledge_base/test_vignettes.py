"""Every cause is tested by the cases in its own file: does the engine agree?"""

import pytest

from engine import Case, Evidence, rank_causes
from knowledge_base import load

VIGNETTES = [
    pytest.param(
        cause,
        vignette,
        id=f"{cause}: {vignette.case}",
        marks=pytest.mark.xfail(reason=vignette.known_miss) if vignette.known_miss else (),
    )
    for cause, known in load().causes.items()
    for vignette in known.vignettes
]


def as_case(vignette):
    return Case().record(
        *(Evidence(finding, "present") for finding in vignette.present),
        *(Evidence(finding, "absent") for finding in vignette.absent),
        *(Evidence(finding, value=value) for finding, value in vignette.values.items()),
    )


@pytest.mark.parametrize(("cause", "vignette"), VIGNETTES)
def test_the_engine_agrees(kb, cause, vignette):
    ranked = [belief.cause for belief in rank_causes(kb, as_case(vignette))]
    place = ranked.index(cause) + 1
    held = {"first": place == 1, "top_3": place <= 3, "not_first": place > 1}
    assert held[vignette.expect], f"place {place}: {ranked[:5]}"
