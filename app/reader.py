"""Where the trained reader of text lies: with the installation, or with what a server keeps."""

import sys
from pathlib import Path

from engine.understand import is_prepared, prepare_understanding
from knowledge_base import KnowledgeBase

# `whyloss kb train` writes it there; a server whose knowledge is newer trains one of its own.
WITH_INSTALLATION = Path(sys.prefix) / "share" / "whyloss" / "understanding"


def trained_in(kb: KnowledgeBase, *folders: Path) -> Path | None:
    """The first of the installation's and these folders from which it need only be loaded."""
    return next((f for f in (WITH_INSTALLATION, *folders) if is_prepared(kb, f)), None)


def load_reader(kb: KnowledgeBase) -> None:
    """For a command, which does not train: without one, text is compared by its characters."""
    folder = trained_in(kb)
    if folder is not None:
        prepare_understanding(kb, folder)
