"""Work that depends on the knowledge base alone is done once per knowledge base."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from knowledge_base import KnowledgeBase

Made = TypeVar("Made")
KEPT = 8  # knowledge bases at a time; a server has one, tests have many


def once_per_knowledge(make: Callable[[KnowledgeBase], Made]) -> Callable[[KnowledgeBase], Made]:
    """Cache by `kb.hash`, which names the content of every file."""
    made: dict[str, Made] = {}

    @wraps(make)
    def recall(kb: KnowledgeBase) -> Made:
        if kb.hash not in made:
            if len(made) >= KEPT:
                made.pop(next(iter(made)))
            made[kb.hash] = make(kb)
        return made[kb.hash]

    return recall
