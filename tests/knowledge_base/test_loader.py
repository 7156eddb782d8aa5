"""The loader reads YAML as people mean it, and names the file that is wrong."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base import KnowledgeBaseError, loader
from knowledge_base.loader import read_yaml

CAUSE = "causes/architecture/dead_relu.yaml"
FINDING = "findings/dead_relu_units.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (CAUSE, "how_common:", "how_comon:"),
        (CAUSE, "how_common: common", "how_common: frequent"),
        (CAUSE, "dead_relu_units: always", "dead_relu_units: allways"),
        (CAUSE, "url: https://arxiv", "url: arxiv"),
        (FINDING, "usual: rarely", "usual: seldom"),
        (FINDING, "usual: rarely", "usual: rarely\nusual: often"),
        (FINDING, "name:\n  en: Dead ReLU units\n", "name:\n"),
        (FINDING, "en: Dead ReLU units", "en: ' '"),
        (FINDING, "cost: 4", "cost: 0"),
        (FINDING, "phrases:", "phrases: ["),
        ("fixes/use_leaky_relu.yaml", "risk: safe", "risk: harmless"),
        ("scales.yaml", "always: 0.97", "allways: 0.97"),
    ],
)
def test_a_wrong_file_is_named(edit, file, old, new):
    copy = edit(file, old, new)
    with pytest.raises(KnowledgeBaseError, match=re.escape(file.split("/")[-1])):
        loader.load(copy)


def test_the_file_name_is_the_id_and_the_folder_the_family(kb):
    assert kb.families["dead_relu"] == "architecture"
    assert kb.findings["dead_relu_units"].name.zh == "ReLU 神经元死亡"


def test_two_files_of_one_name_are_refused(copy):
    (copy / "causes/other").mkdir()
    (copy / "causes/other/dead_relu.yaml").write_bytes((copy / CAUSE).read_bytes())
    with pytest.raises(KnowledgeBaseError, match="is taken"):
        loader.load(copy)


def test_what_is_not_utf8_is_refused(copy):
    (copy / FINDING).write_bytes(b"name: \xff\xfe")
    with pytest.raises(KnowledgeBaseError, match="dead_relu_units"):
        loader.load(copy)


@pytest.mark.parametrize("file", [CAUSE, FINDING, "scales.yaml"])
def test_any_changed_byte_changes_the_hash(copy, file):
    before = loader.load(copy).hash
    (copy / file).write_bytes((copy / file).read_bytes() + b"# seen\n")
    loader.load.cache_clear()
    assert loader.load(copy).hash != before


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-4", 1e-4),
        ("1.5e+3", 1500.0),
        (".5", 0.5),
        ("7", 7),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("12:30", "12:30"),
        ("0x10", "0x10"),
        ("007", "007"),
        ("1_000", "1_000"),
        ("~", None),
    ],
)
def test_scalars_mean_what_they_look_like(tmp_path, text, value):
    path = tmp_path / "x.yaml"
    path.write_text(f"k: {text}\n", "utf-8")
    read = read_yaml(path)["k"]
    assert read == value
    assert type(read) is type(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_is_read_as_itself(tmp_path_factory, number):
    path = tmp_path_factory.getbasetemp() / "number.yaml"
    path.write_text(f"k: {number!r}\n", "utf-8")
    assert read_yaml(path) == {"k": number}


@pytest.mark.parametrize("text", ["!!python/object/apply:os.getcwd []", "k: !!python/name:os.sep"])
def test_python_tags_are_refused(tmp_path, text):
    path = tmp_path / "x.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeBaseError):
        read_yaml(path)


def test_the_clinics_counts_are_of_causes_and_findings_that_exist():
    kb = loader.load()
    assert kb.measured["healthy"] and set(kb.measured) <= set(kb.causes)
    for counts in kb.measured.values():
        assert set(counts) <= set(kb.findings)
        assert all(0 <= some <= of for some, of in counts.values())
