"""Fixes come in the order in which to try them, with the case's own numbers in text and code."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Case, Evidence, advise_for, rank_fixes
from engine.arithmetic import NoResult, NotArithmetic, evaluate, names_in
from knowledge_base import Text
from knowledge_base.model import Advice
from tests.engine.synthetic import base, cause, choice, finding, fix, number, scales

LOWER = Advice(
    needs=("rate",),
    when="rate > 0.01",
    numbers={"first": "rate / 5", "second": "rate / 25"},
    text=Text(en="{rate:g}: {first:g}, {second:g}", zh="从 {rate:g} 到 {first:g}"),
)
COUNTS = Advice(
    needs=("unequal.ratio",), numbers={"weight": "sqrt(unequal.ratio)"},
    text=Text(en="{unequal.ratio:.0f} to 1: {weight:.1f}", zh="{weight:.1f}"),
)  # fmt: skip


def kb():
    code = {"pytorch": "lr = $first  # costs $$1", "keras": "rate($first)"}
    fixes = {
        "lower": fix(code=code, defaults={"first": 0.001}, advice=(LOWER,)),
        "weigh": fix(code={"pytorch": "w = $weight"}, defaults={"weight": 2}, advice=(COUNTS,)),
        "dear": fix(minutes=500, needs_rerun=True),
        "useless": fix(),
    }
    return base(
        {
            "rate": number(), "ill": finding(), "unequal": finding(),
            "framework": choice(pytorch=1, tensorflow=1),
        },
        {
            "hot": cause(
                {"ill": "usually", "rate": {"high": "usually"}},
                fixes={"lower": "usually", "dear": "always"},
            ),
            "skew": cause({"unequal": "usually"}, fixes={"weigh": "usually"}),
        },
        fixes,
        scale=scales(),
    )  # fmt: skip


def test_fixes_are_ranked_by_what_they_resolve_per_minute():
    ranked = rank_fixes(kb(), Case((Evidence("ill"),)))
    names = [counsel.fix for counsel in ranked]
    assert names[0] == "lower" and "useless" not in names and names.index("dear") > 0
    dear = next(c for c in ranked if c.fix == "dear")
    assert dear.resolves > ranked[0].resolves and dear.cost == 520


def test_a_fix_that_did_not_help_is_not_proposed_again():
    case = Case((Evidence("ill"),)).record_fix("lower", "no_change")
    assert "lower" not in [counsel.fix for counsel in rank_fixes(kb(), case)]


def test_the_cases_numbers_fill_text_and_code():
    counsel = advise_for(kb(), Case((Evidence("rate", value=0.5),)), "lower")
    assert counsel.text.en == "0.5: 0.1, 0.02" and counsel.text.zh == "从 0.5 到 0.1"
    assert counsel.code["pytorch"] == "lr = 0.1  # costs $1"


def test_without_numbers_the_defaults_stand_and_nothing_is_claimed():
    counsel = advise_for(kb(), Case(), "lower")
    assert counsel.text is None and counsel.code["pytorch"].startswith("lr = 0.001")
    too_small = advise_for(kb(), Case((Evidence("rate", value=0.001),)), "lower")
    assert too_small.text is None


def test_a_probes_numbers_have_dotted_names():
    measured = Evidence("unequal", source="measured", numbers={"ratio": 9.0, "label": "cat"})
    counsel = advise_for(kb(), Case((measured,)), "weigh")
    assert counsel.text.en == "9 to 1: 3.0" and counsel.code["pytorch"] == "w = 3"


def test_keras_code_comes_first_for_who_uses_tensorflow():
    case = Case((Evidence("framework", value="tensorflow"),))
    assert next(iter(advise_for(kb(), case, "lower").code)) == "keras"
    assert next(iter(advise_for(kb(), Case(), "lower").code)) == "pytorch"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * x", 7.0), ("-x ** 2", -9.0), ("max(x, probe.best, 4)", 4.0),
        ("round(x / 7, 2)", 0.43),
        ("x > 2", 1.0), ("1 < x < 2", 0.0), ("sqrt(abs(-x * 3))", 3.0), ("log(exp(x))", 3.0),
        ("floor(x / 2) + ceil(x / 2)", 3.0),
    ],
)  # fmt: skip
def test_arithmetic_is_worked_out(expression, value):
    assert evaluate(expression, {"x": 3.0, "probe.best": 0.5}) == pytest.approx(value)


@pytest.mark.parametrize(
    "expression",
    ["y", "x.__class__", "__import__('os')", "'a' * 3", "[1, 2]", "x if x else 1", "lambda: 1",
     "open(x)",
     "(x).real", "x @ x", "max(x, key=abs)", "x; x", "", "True and x", "f'{x}'"],
)  # fmt: skip
def test_nothing_but_arithmetic_is_worked_out(expression):
    with pytest.raises(NotArithmetic):
        evaluate(expression, {"x": 3.0})


@pytest.mark.parametrize(
    "expression", ["x / 0", "sqrt(-x)", "9.0 ** 9 ** 9 ** 9", "log(0)", "exp(1e6)", "(-x) ** 0.5"]
)
def test_what_has_no_result_says_so(expression):
    with pytest.raises(NoResult):
        evaluate(expression, {"x": 3.0})


@given(st.text(alphabet="x0123456789.+-*/()<>= ,maxinsqrt_[]'", max_size=40))
def test_any_text_is_worked_out_or_refused(expression):
    with suppress(NotArithmetic, NoResult):
        assert isinstance(evaluate(expression, {"x": 2.0}), float)


def test_the_names_of_an_expression_are_known_before_it_is_worked_out():
    assert names_in("min(rate, probe.best / 2) > 3") == {"rate", "probe.best"}
