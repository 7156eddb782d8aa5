"""Every cause is tested by the cases in its own file: does the engine agree?"""

import pytest

from knowledge_base import load
from tests.vignettes.judging import holds, ranked

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


@pytest.mark.parametrize(("cause", "vignette"), VIGNETTES)
def test_the_engine_agrees(kb, cause, vignette):
    order = ranked(kb, vignette)
    place = order.index(cause) + 1
    assert holds(vignette.expect, place), f"place {place}: {order[:5]}"
