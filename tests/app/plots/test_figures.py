"""Figures as data: what they show is what was measured, and nothing in them is trusted."""

import json
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import knowledge_base
from app.plots.figures import figures
from app.plots.svg import svg, ticks
from engine import Case, Evidence

KB = knowledge_base.load()
RUN = {
    "training_curves": {
        "unit": "epoch",
        "lines": {
            "train_loss": {"x": [0, 1, 2, 3], "y": [2.3, 1.0, None, 0.2]},
            "validation_loss": {"x": [0, 1, 2, 3], "y": [2.4, 1.2, 1.4, 1.9]},
            "learning_rate": {"x": [0, 1, 2, 3], "y": [0.1, 0.1, 0.01, 0.01]},
        },
    },
    "class_counts": {"names": ["0", "1"], "values": [90, 10]},
    "gradient_sizes": {"names": ["a.weight", "b.weight"], "values": [1e-6, 1e-2]},
}


def drawn(pictures, case=None, language="en"):
    return {each["id"]: each for each in figures(KB, case or Case(), pictures, language)}


def test_every_line_of_the_run_is_a_trace_with_its_values():
    found = drawn(RUN)
    assert list(found) == ["loss", "learning_rate", "gradient_sizes", "class_counts"]
    loss = found["loss"]["figure"]["data"]
    assert [trace["name"] for trace in loss] == ["training loss", "validation loss"]
    assert loss[0]["y"] == [2.3, 1.0, None, 0.2]
    assert found["learning_rate"]["figure"]["layout"]["yaxis"]["type"] == "log"


def test_the_text_says_what_the_picture_shows():
    found = drawn(RUN)
    assert "lowest 1.2 at epoch 1" in found["loss"]["text"]
    assert "1 values are missing" in found["loss"]["text"]
    assert "the largest is 0 with 90" in found["class_counts"]["text"]
    assert "最低 1.2" in drawn(RUN, language="zh")["loss"]["text"]


def test_the_onset_of_trouble_is_marked():
    rising = Evidence(
        "validation_loss_rises", "present", source="measured", numbers={"epoch": 1, "unit": "epoch"}
    )
    loss = drawn(RUN, Case().record(rising))["loss"]
    assert [shape["x0"] for shape in loss["figure"]["layout"]["shapes"]] == [1.0]
    name = KB.findings["validation_loss_rises"].name.en
    assert f"{name}: epoch 1." in loss["text"]
    assert name in svg("t", "x", loss["figure"])


def test_what_was_only_said_marks_nothing():
    said = Evidence("validation_loss_rises", "present", source="said", numbers={"epoch": 1})
    assert drawn(RUN, Case().record(said))["loss"]["figure"]["layout"]["shapes"] == []


@pytest.mark.parametrize("picture", list(RUN))
def test_each_figure_is_drawn_as_well_formed_svg(picture):
    for plot in drawn({picture: RUN[picture]}).values():
        root = ElementTree.fromstring(svg(plot["title"], plot["text"], plot["figure"]))
        assert root.tag.endswith("svg")
        assert plot["text"] in root.attrib["aria-label"]


def test_names_from_a_file_cannot_become_markup():
    evil = {"class_counts": {"names": ["<script>x</script>", "b"], "values": [1, 2]}}
    plot = drawn(evil)["class_counts"]
    shown = svg(plot["title"], plot["text"], plot["figure"])
    assert "<script" not in shown
    ElementTree.fromstring(shown)


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["x", "y", "names", "values", "lines", "unit", "train_loss"]), inner
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.dictionaries(st.sampled_from(list(RUN)), JUNK))
def test_whatever_comes_out_of_the_sandbox_draws_or_is_left_out(pictures):
    for plot in drawn(pictures).values():
        json.dumps(plot, allow_nan=False)
        ElementTree.fromstring(svg(plot["title"], plot["text"], plot["figure"]))


@given(st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=6))
def test_any_finite_curve_can_be_drawn(values):
    lines = {"train_loss": {"x": list(range(len(values))), "y": values}}
    for plot in drawn({"training_curves": {"unit": "step", "lines": lines}}).values():
        ElementTree.fromstring(svg(plot["title"], plot["text"], plot["figure"]))


@given(st.floats(-1e3, 1e3), st.floats(1e-2, 1e9))
def test_ticks_lie_inside_the_axis_and_are_few(low, span):
    found = ticks(low, low + span, logarithmic=False)
    assert len(found) <= 12
    assert all(low - span * 1e-6 <= tick <= low + span * 1.000001 for tick in found)
