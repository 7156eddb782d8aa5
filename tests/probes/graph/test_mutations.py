"""Whatever is done to a good file, only Refusal comes out."""

import contextlib
import json

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from probes.graph import read
from probes.graph.program import Program
from probes.refusal import Refusal
from tests.probes.graph import tampering
from tests.probes.graph.exporting import Example, export

SETTINGS = settings(
    max_examples=150, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**65), 2**65), st.floats(), st.text(max_size=5),
    st.just([]), st.just({}), st.sampled_from([-1, 0, 1, 2**31, 2**40, 2**62, 2**63]),
)  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv1d(2, 4, 3), nn.BatchNorm1d(4), nn.ReLU(), nn.Flatten(), nn.Linear(16, 3)
    )
    path = tmp_path_factory.mktemp("good") / "model.pt2"
    return export(Example(model, (torch.randn(4, 2, 6),)), path)


def try_it(path):
    with contextlib.suppress(Refusal):
        program = Program(read(path))
        outputs = program.run([torch.randn(3, 2, 6)], "train", seed=0)
        assert all(not isinstance(o, torch.Tensor) or o.numel() < 10**9 for o in outputs)


@SETTINGS
@given(data=st.data())
def test_changed_bytes(good, tmp_path, data):
    content = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "mutated.pt2"
    path.write_bytes(content[: data.draw(st.integers(1, len(content) * 3))])
    try_it(path)


@SETTINGS
@given(data=st.data())
def test_changed_documents(good, tmp_path, data):
    content = tampering.members(good)
    name = data.draw(
        st.sampled_from(
            sorted(n for n in content if n.endswith("model.json"))
            + sorted(n for n in content if n.endswith("_config.json"))
        )
    )
    document = json.loads(content[name])
    for _ in range(data.draw(st.integers(1, 3))):
        change_one_place(document, data)
    content[name] = json.dumps(document).encode()
    try_it(tampering.write(tmp_path / "mutated.pt2", content))


def change_one_place(document, data):
    """Walk down at random and put something odd, or a piece of the same document, in its place."""
    where, key = document, None
    for _ in range(data.draw(st.integers(1, 12))):
        keys = list(where) if isinstance(where, dict) else list(range(len(where)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(where[key], (dict, list)):
            break
        parent, where = where, where[key]
    else:
        where = parent
    action = data.draw(st.sampled_from(["odd", "delete", "swap"]))
    if action == "delete":
        del where[key]
    elif action == "swap":
        other = data.draw(
            st.sampled_from(list(where) if isinstance(where, dict) else list(range(len(where))))
        )
        where[key], where[other] = where[other], where[key]
    else:
        where[key] = data.draw(ODD)
