"""Whatever a file holds: it is read, or refused with a reason, soon and in little memory."""

import json
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from probes.formats.recognise import open_upload
from probes.history import History
from probes.refusal import Refusal
from tests.probes.formats import logs
from tests.probes.formats.test_history_files import BARS, CHINESE, GERMAN, KERAS, LIGHTNING

SECONDS = 5.0
MEGABYTES = 300


def state(text: str) -> str:
    return '{"log_history": [' + text + "]}"


HOSTILE = {
    "ten million columns": "epoch,loss," + "a," * 10_000_000,
    "two thousand columns, ragged": "epoch,loss," + "a," * 2500 + "\n1,2\n",
    "an endless line": "epoch,loss,val_loss\n1,0.5,0.6\n" + "9" * 20_000_000,
    "an endless first line": "loss " * 4_000_000,
    "an open quote": 'epoch,loss\n1,"' + "0.5\n" * 500_000,
    "a number of a million digits": "epoch,loss\n1," + "9" * 900_000 + "\n2,0.5\n",
    "only a header": "epoch,loss,val_loss\n",
    "only line breaks": "\n" * 1_000_000,
    "deep json": state("[" * 100_000 + "]" * 100_000),
    "deep json objects": state('{"a":' * 50_000 + "1" + "}" * 50_000),
    "deep json line": '{"loss": 1}\n' + '{"loss": ' * 5000 + "1" + "}" * 5000 + '\n{"loss": 2}\n',
    "json cut off": state('{"loss": 1, "step": 1}, {"loss"')[:-2],
    "a huge json integer": '{"loss": 1' + "0" * 5000 + "}\n" + '{"loss": 2}\n',
    "a large json integer": '{"loss": 1' + "0" * 400 + "}\n" + '{"loss": 2}\n',
    "new keys in every line": "\n".join(f'{{"loss": 1, "k{i}": 2}}' for i in range(50_000)),
    "one key, many kinds": "\n".join(
        json.dumps({"loss": cell}) for cell in (1, "x", None, [1], {"a": 1}, True, "nan", 1e308)
    ),
    "brackets in text": json.dumps({"loss": [1, 2], "note": "[" * 1000}),
    "an unclosed python dict": "{'loss': [" + "0.5, " * 200_000,
    "many quotes": "{'loss': [1], " + "'" * 500_000,
    "a python call": "{'loss': [__import__('os').system('true')], 'val_loss': [1]}",
    "zero bytes": "\0" * 1_000_000,
    "a log of zero bytes": "epoch 1 loss 1\n" + "\0" * 100_000 + "\nepoch 2 loss 2\n",
    "a notebook of strange cells": json.dumps(
        {"cells": [1, {"cell_type": "code"}, {"cell_type": []}]}
    ),
    "script of brackets": "import torch\nimport os\n" + "(" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_read_or_refused_within_bounds(text, tmp_path):
    path = tmp_path / "upload"
    path.write_text(text)
    tracemalloc.start()
    started = time.process_time()
    try:
        open_upload(path)
    except Refusal as refusal:
        assert refusal.code
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert time.process_time() - started < SECONDS
    assert peak < MEGABYTES * 2**20


@pytest.mark.parametrize(
    "head", [b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0", b"{", b"[", b"PK\x03\x04"]
)
def test_the_shortest_files_are_refused(head, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(head)
    with pytest.raises(Refusal):
        open_upload(path)


GOOD = [KERAS, LIGHTNING, GERMAN, BARS, CHINESE, logs.KERAS, logs.HF_TRAINER, logs.FASTAI]
GOOD += [state('{"loss": 1, "step": 1}, {"eval_loss": 2, "step": 2}'), '{"loss": 1}\n{"loss": 2}\n']
GOOD += [json.dumps({"loss": [1, 2], "val_loss": [3, 4]}), "{'loss': [1, 2], 'val_loss': [3]}"]
GOOD += ["import torch\nfrom torch import nn\nfor x in y:\n    loss.backward()\n    opt.step()\n"]
GOOD += [json.dumps({"cells": [{"cell_type": "code", "source": ["import torch\n", "x = 1"]}]})]


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(GOOD), st.data())
def test_damaged_files_are_read_or_refused(tmp_path, good, data):
    content = bytearray(good.encode())
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(["change", "cut", "insert", "repeat"]))
        if kind == "change":
            content[place] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del content[place : place + data.draw(st.integers(1, 20))]
        elif kind == "insert":
            content[place:place] = data.draw(st.binary(max_size=8))
        else:
            content += content[place : place + 50]
        if not content:
            break
    path = tmp_path / "upload"
    path.write_bytes(bytes(content))
    try:
        found = open_upload(path)
    except Refusal as refusal:
        assert refusal.code
    else:
        assert found is not None


_LINES = st.lists(
    st.lists(
        st.sampled_from(["", "1", "nan", "0,5", "71%", "x", "-inf", '"', "1e9", "None"]), max_size=6
    ),
    max_size=12,
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_LINES, st.sampled_from([",", ";", "\t", "|"]))
@example([["1", "2", "0,5"]], ",")
def test_any_table_is_one_of_equal_columns(tmp_path, rows, delimiter):
    path = tmp_path / "upload"
    header = delimiter.join(["epoch", "loss", "val_loss"])
    path.write_text("\n".join([header, *(delimiter.join(row) for row in rows)]))
    try:
        history = open_upload(path)
    except Refusal:
        return
    if not isinstance(history, History):
        return
    assert {column.values.size for column in history.columns} == {history.rows}
    assert (history.positions.x[1:] >= history.positions.x[:-1]).all()
