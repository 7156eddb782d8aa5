import json

import pytest

from probes.formats.python_script import is_code
from probes.formats.recognise import open_upload
from probes.refusal import Refusal
from probes.script import Script
from tests.probes.sick_scripts import PAIRS

SICK, HEALTHY = PAIRS["gradients_not_zeroed"][0]


def cell(source, kind="code"):
    return {"cell_type": kind, "metadata": {}, "source": source, "outputs": []}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_script_is_recognised_by_its_content(tmp_path, encoding):
    path = tmp_path / "upload.txt"
    path.write_bytes(f"# 训练脚本\n{SICK}".encode(encoding))
    script = open_upload(path)
    assert isinstance(script, Script)
    assert script.get("gradients_not_zeroed").state == "present"


def test_the_cells_of_a_notebook_are_one_script(tmp_path):
    lines = SICK.splitlines(keepends=True)
    cells = [cell("# Training\n", "markdown"), cell("%matplotlib inline\n!pip install x\n")]
    cells += [cell(lines[:4]), cell("".join(lines[4:])), cell([])]
    path = tmp_path / "upload"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}, indent=1))
    assert open_upload(path).get("gradients_not_zeroed").state == "present"


def test_a_notebook_without_code_is_refused(tmp_path):
    path = tmp_path / "upload"
    path.write_text(json.dumps({"cells": [cell("text", "markdown")]}))
    with pytest.raises(Refusal) as refused:
        open_upload(path)
    assert refused.value.code == "notebook_without_cells"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEALTHY, True),
        ("for x, y in loader:\n    loss.backward()\n    optimizer.step()\n", True),
        ("My loss does not fall. I import the data from a file and train for 10 epochs.", False),
        ("I call loss.backward() and then optimizer.step(), is that right?", False),
        ("Epoch 1 loss 0.5\nEpoch 2 loss 0.4\n", False),
    ],
)
def test_pasted_code_is_told_from_talk_about_code(text, code):
    assert is_code(text) is code
