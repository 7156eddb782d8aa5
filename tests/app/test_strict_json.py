"""JSON that two programs could read differently is refused with a reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import strict_json
from app.problems import Problem

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc[{", max_size=3), inner)
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_ordinary_json_reads_as_python_reads_it(value):
    assert strict_json.loads(json.dumps(value).encode(), depth=32) == value


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"a": NaN}', "not_a_json_number"),
        (b'{"a": -Infinity}', "not_a_json_number"),
        (b'{"a": 1e999}', "not_a_json_number"),
        (b"[[[[1]]]]", "json_too_deep"),
        (b"[" * 200_000, "json_too_deep"),
        (b'{"a": 1, "a": 2}', "duplicate_json_key"),
        (b'{"a": "\\ud800"}', "lone_surrogate"),
        (b"\xff\xfe", "not_utf8"),
        (b"{", "malformed_json"),
        (b"", "malformed_json"),
    ],
)
def test_ambiguous_json_is_refused(body, code):
    with pytest.raises(Problem) as refused:
        strict_json.loads(body, depth=3)
    assert refused.value.code == code


def test_brackets_inside_strings_are_not_depth():
    assert strict_json.loads(b'["[[[[[\\"[["]', depth=1) == ['[[[[["[[']
