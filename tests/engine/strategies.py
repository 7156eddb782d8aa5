"""Random cases over a made-up knowledge base, for Hypothesis."""

import numpy as np
from hypothesis import strategies as st

from engine import Case, Evidence
from tests.engine.synthetic import base, large, number, scales

MADE = large(np.random.default_rng(11), causes=30, findings=60, choices=6)
KB = base(
    {**MADE.findings, "rate": number((0.1, 1.0), log=True, blur=0.15, low=0.0)},
    {
        **MADE.causes,
        "c0000": MADE.causes["c0000"].model_copy(
            update={"findings": {**MADE.causes["c0000"].findings, "rate": {"high": "usually"}}}
        ),
    },
    MADE.fixes,
    scale=scales(),
)

SOURCES = st.sampled_from(["asked", "said", "measured", "tried"])


@st.composite
def evidence(draw, name: str) -> Evidence:
    finding, source = KB.findings[name], draw(SOURCES)
    if draw(st.integers(0, 5)) == 0:
        return Evidence(name, "unknown", source=source)
    confidence = draw(st.sampled_from([1.0, 1.0, 0.8, 0.5, 0.1]))
    state = draw(st.sampled_from(["present", "absent"]))
    value = None
    if finding.kind == "choice":
        value = draw(st.sampled_from(sorted(finding.options)))
    elif finding.kind == "number":
        state, value = "present", draw(st.floats(0, 1e6))
    return Evidence(name, state, value, source, confidence)


@st.composite
def cases(draw, most: int = 12) -> Case:
    names = draw(st.lists(st.sampled_from(sorted(KB.findings)), max_size=most, unique=True))
    case = Case(tuple(draw(evidence(name)) for name in names), complaint=draw(st.booleans()))
    for fix in draw(st.lists(st.sampled_from(sorted(KB.fixes)), max_size=2, unique=True)):
        outcome = draw(st.sampled_from(["no_change", "partly", "solved", "worse"]))
        case = case.record_fix(fix, outcome)
    return case
