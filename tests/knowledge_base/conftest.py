"""The shipped knowledge base, and a copy of it to break."""

import shutil

import pytest

from knowledge_base import load, loader


@pytest.fixture(scope="session")
def kb():
    return load()


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(
        loader.HERE, tmp_path / "kb", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )


@pytest.fixture
def edit(copy):
    def replace(file, old, new):
        path = copy / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return copy

    return replace
