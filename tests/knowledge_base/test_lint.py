"""The shipped knowledge base is clean, and the lint sees what it should see."""

import shutil
import subprocess
import sys

import pytest

from knowledge_base import lint, loader

DEAD_RELU = "causes/architecture/dead_relu.yaml"
DEAD_UNITS = "findings/dead_relu_units.yaml"
LEAKY = "fixes/use_leaky_relu.yaml"


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.__name__)
def test_the_shipped_knowledge_base_keeps_every_rule(kb, rule):
    assert list(rule(kb)) == []


def test_run_as_a_module_it_prints_the_problems_and_exits_with_their_number():
    done = subprocess.run(
        [sys.executable, "-m", "knowledge_base.lint"], capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    assert (done.returncode == 0) == (lines == ["knowledge base: no problems"]), done.stderr


BROKEN = [
    (DEAD_RELU, "dead_relu_units: always", "ded_relu_units: always", "no such finding"),
    (DEAD_RELU, "use_leaky_relu: sometimes", "use_leeky_relu: sometimes", "no such fix"),
    (DEAD_RELU, "{relu: always}", "{rellu: always}", "has no option 'rellu'"),
    (DEAD_RELU, "hidden_activation: {relu: always}", "hidden_activation: always", "takes a word"),
    (DEAD_RELU, "expect: not_first", "expect: top_3", "needs a vignette"),
    (DEAD_RELU, "hidden_activation: relu}", "hidden_activation: reelu}", "is no value of"),
    (DEAD_RELU, "absent: [dead_relu_units]", "absent: [hidden_activation]", "needs a value"),
    (DEAD_RELU, "fixes:", "prevents: [dead_relu_units]\nfixes:", "under prevents"),
    (DEAD_RELU, "- S07", "- S77", "S77: there is no such rule"),
    (DEAD_UNITS, "ReLU 神经元死亡", "Dead units", "zh must be Chinese"),
    (DEAD_UNITS, "en: Dead ReLU units", "en: Dead ReLU 神经元", "en must be English"),
    (
        DEAD_UNITS,
        "个神经元中有 {share:.0%}",
        "个神经元中有 {shares:.0%}",
        "different {placeholders}",
    ),
    (
        DEAD_UNITS,
        "个神经元中有 {share:.0%}",
        "个神经元中有 {share:.1f}",
        "different {placeholders}",
    ),
    (DEAD_UNITS, "upload: [model, checkpoint]", "upload: []", "upload and evidence"),
    (
        "findings/rate_below_useful_range.yaml",
        "my lr is far below the suggested one,",
        "",
        "phrases, 6 are needed",
    ),
    (DEAD_UNITS, "zh: [relu死亡,", "zh: [激活饱和,", "is taken by"),
    (DEAD_UNITS, "unless: {hidden_activation", "unless: {hiden_activation", "no such finding"),
    ("findings/gradients_missing.yaml", "place: 1", "place: 9", "places run from 1"),
    ("findings/gradients_missing.yaml", "id: stuck_order", "id: stuck_orders", "no such checklist"),
    ("findings/nan_at_first_step.yaml", "[loss_becomes_nan]", "[nan_at_first_step]", "implies its"),
    (LEAKY, "torch.nn.LeakyReLU($slope))", "torch.nn.LeakyReLU($slope)", "is not Python"),
    (LEAKY, "slope: 0.01", "gain: 0.01", "$slope has no default"),
    (LEAKY, "share: dead_relu_units.share", "share: dead_relu_units.shares", "measures no"),
    (LEAKY, "share: dead_relu_units.share", "share: learning_rate", "is not among the needs"),
    (LEAKY, "share: dead_relu_units.share", "part: dead_relu_units.share", "does not compute it"),
    (LEAKY, "share: dead_relu_units.share", "share: '[1][0]'", "is not arithmetic"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), BROKEN)
def test_it_reports(edit, file, old, new, says):
    problems = lint.problems(loader.load(edit(file, old, new)))
    assert any(says in problem for problem in problems), problems[:5]


def test_a_cause_that_nothing_tells_from_another_is_reported(copy):
    shutil.copy(copy / DEAD_RELU, copy / "causes/architecture/twin.yaml")
    problems = lint.problems(loader.load(copy))
    assert any("dead_relu" in p and "tells it from" in p and "twin" in p for p in problems)


def test_a_finding_that_nothing_mentions_is_reported(copy):
    shutil.copy(copy / DEAD_UNITS, copy / "findings/twin.yaml")
    assert any("twin: nothing mentions" in p for p in lint.problems(loader.load(copy)))


def test_an_id_used_for_two_kinds_of_things_is_reported(copy):
    shutil.copy(copy / LEAKY, copy / "fixes/dead_relu_units.yaml")
    assert "dead_relu_units: is a finding and a fix" in lint.problems(loader.load(copy))


def test_a_rule_of_the_source_without_a_home_is_reported(edit):
    copy = edit("fixes/add_dropout.yaml", "- S28", "- S27")
    for path in (copy / "causes").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("- S28\n", "- S27\n"), "utf-8")
    assert any(p.startswith("S28: no cause") for p in lint.problems(loader.load(copy)))
