"""The trained reader of text is taken from where it lies, and never trained by a command."""

import subprocess
import sys

import pytest

import knowledge_base
from app import reader
from engine.understand import is_prepared
from tests.app.live import lend_reader

LOADED = """
import sys
from pathlib import Path
import knowledge_base
from app import reader
from engine.understand import understanding_by
reader.WITH_INSTALLATION = Path(sys.argv[1])
kb = knowledge_base.load()
reader.load_reader(kb)
print(understanding_by(kb))
"""


@pytest.fixture(autouse=True)
def empty_installation(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "WITH_INSTALLATION", tmp_path / "installed")


def loaded_from(folder) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, str(folder)], capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_a_server_takes_its_own_reader_where_the_installation_has_none(tmp_path):
    kb = knowledge_base.load()
    assert reader.trained_in(kb, tmp_path / "understanding") is None
    lend_reader(tmp_path)
    assert reader.trained_in(kb, tmp_path / "understanding") == tmp_path / "understanding"


def test_the_installation_s_reader_comes_first(tmp_path):
    lend_reader(tmp_path)
    (tmp_path / "understanding").rename(tmp_path / "installed")
    lend_reader(tmp_path)
    kb = knowledge_base.load()
    assert is_prepared(kb, tmp_path / "understanding")
    assert reader.trained_in(kb, tmp_path / "understanding") == tmp_path / "installed"


def test_a_command_reads_with_what_was_trained_and_by_characters_without(tmp_path):
    assert loaded_from(tmp_path / "installed").startswith("characters only")
    lend_reader(tmp_path)
    assert loaded_from(tmp_path / "understanding") == "encoder"
