from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probes.refusal import Refusal
from probes.script import read_code
from tests.probes.sick_scripts import PAIRS, network

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


SETTINGS = """
import argparse, torch
from torch.utils.data import DataLoader
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, default=3e-4)
args = p.parse_args()
BATCH = 2 ** 6
config = {"wd": 0.05}
model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Dropout(0.2), torch.nn.Dropout(p=0.5))
optimizer = torch.optim.SGD(model.parameters(), args.lr, momentum=0.9, weight_decay=config["wd"])
loader = DataLoader(train_set, BATCH, shuffle=True)
for epoch in range(1, 21):
    for x, y in loader:
        optimizer.zero_grad()
        loss = torch.nn.functional.smooth_l1_loss(model(x), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
"""


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("learning_rate", 3e-4),
        ("batch_size", 64),
        ("momentum", 0.9),
        ("weight_decay", 0.05),
        ("dropout_rate", 0.5),
        ("gradient_clip_norm", 0.5),
        ("epochs", 20),
        ("optimizer", "sgd_momentum"),
        ("loss_function", "huber"),
        ("framework", "pytorch"),
    ],
)
def test_settings_are_read_wherever_they_are_written(setting, value):
    assert read_code(SETTINGS).get(setting).value == value


@pytest.mark.parametrize(
    "code",
    [
        "optimizer = torch.optim.Adam(m.parameters(), lr=lr)",
        "o1 = torch.optim.Adam(a, lr=1e-3)\no2 = torch.optim.Adam(b, lr=1e-4)",
        "lr = 0.1\nlr = float(input())\noptimizer = torch.optim.Adam(m.parameters(), lr=lr)",
    ],
)
def test_a_rate_that_is_not_certain_is_left_out(code):
    assert read_code(code).get("learning_rate") is None


@pytest.mark.parametrize(
    ("optimizer", "choice"),
    [
        ("torch.optim.SGD(p, 0.1)", "sgd"),
        ("torch.optim.SGD(p, 0.1, momentum=m)", "sgd"),
        ("optim.SGD(p, lr=0.1, momentum=0)", "sgd"),
        ("AdamW(p)", "adamw"),
        ("torch.optim.LBFGS(p)", "lbfgs"),
        ("torch.optim.NAdam(p)", "other"),
        ("keras.optimizers.Adam(1e-3)", "adam"),
    ],
)
def test_optimizers_are_told_apart(optimizer, choice):
    assert read_code(f"import torch, keras\no = {optimizer}").get("optimizer").value == choice


def test_a_script_of_python_2_is_read_line_by_line():
    script = read_code("import torch\nprint 'lr', lr\no = torch.optim.Adam(p, lr=0.5)\nexec 'x'\n")
    assert script.get("learning_rate").value == 0.5
    assert script.given_up == 1


def test_a_pasted_piece_may_be_indented_and_cut_off():
    text = (
        "        optimizer = torch.optim.SGD(model.parameters(), lr=0.2)\n        for x, y in dl:\n"
    )
    assert read_code(text).get("learning_rate").value == 0.2


def test_prompts_and_magics_are_no_code():
    text = ">>> import torch\n>>> o = torch.optim.SGD(p, lr=0.3)\n"
    assert read_code(text).get("learning_rate").value == 0.3
    text = "!pip install torch\n%matplotlib inline\nimport torch\no = torch.optim.SGD(p, lr=0.3)\n"
    assert read_code(text).get("learning_rate").value == 0.3


def test_nothing_is_missed_by_omission_where_lines_were_not_read():
    sick = PAIRS["gradients_not_zeroed"][0][0]
    assert read_code(sick).get("gradients_not_zeroed").state == "present"
    assert read_code(sick + "\nif x ==== 3:\n").get("gradients_not_zeroed") is None


def test_code_is_read_and_not_run(tmp_path):
    marker = tmp_path / "ran"
    read_code(f"open({str(marker)!r}, 'w')\nimport os\nos.system('touch {marker}')\n")
    assert not marker.exists()


@pytest.mark.parametrize(
    "text",
    [
        "This is a sentence about my network, which does not learn at all.\n" * 5,
        "-" * 50_000 + "1",
        "a." * 50_000 + "b",
        "(" * 5_000 + ")" * 5_000,
        "x = 1\n" * 200_000,
        "lambda:" * 20_000 + "1",
        "\0\0\0",
    ],
    ids=lambda text: text[:10],
)
def test_what_is_no_script_is_refused_with_a_reason(text):
    with pytest.raises(Refusal):
        read_code(text)


def test_a_softmax_in_one_branch_only_is_not_certain():
    branch = "if not self.training:\n            x = F.softmax(x, 1)"
    text = network(f"x = self.fc2(x)\n        {branch}\n        return x")
    assert read_code(text).get("probabilities_fed_to_logit_loss") is None


CODES = [code for pairs in PAIRS.values() for pair in pairs for code in pair]
LINES = sorted({line for code in CODES for line in code.splitlines()})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30).map("\n".join))
def test_any_arrangement_of_code_lines_is_read_or_refused(text):
    try:
        script = read_code(text)
    except Refusal:
        return
    assert all(1 <= one.line <= max(script.lines, 1) for one in script.findings)
