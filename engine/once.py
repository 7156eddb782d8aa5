"""Work is done once: per knowledge base, and for the case that is being looked at."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from engine.case import Case
from knowledge_base import KnowledgeBase

Made = TypeVar("Made")
Key = TypeVar("Key")
Way = TypeVar("Way")
KEPT = 8  # knowledge bases at a time; a server has one, tests have many
RECENT = 3  # cases at a time: all that is said of one turn starts from the same computation


def once_per_knowledge(make: Callable[[KnowledgeBase], Made]) -> Callable[[KnowledgeBase], Made]:
    """Cache by `kb.hash`, which names the content of every file."""
    made: dict[str, Made] = {}

    @wraps(make)
    def recall(kb: KnowledgeBase) -> Made:
        found = made.get(kb.hash)
        if found is None:
            found = make(kb)
            _keep(made, kb.hash, found, KEPT)
        return found

    return recall


def once_per_case(
    make: Callable[[KnowledgeBase, Case, Way], Made],
) -> Callable[[KnowledgeBase, Case, Way], Made]:
    """Cache the last few by the content of knowledge base and case."""
    made: dict[tuple[str, Case, Way], Made] = {}

    @wraps(make)
    def recall(kb: KnowledgeBase, case: Case, way: Way) -> Made:
        key = kb.hash, case, way
        found = made.get(key)
        if found is None:
            found = make(kb, case, way)
            _keep(made, key, found, RECENT)
        return found

    return recall


def _keep(made: dict[Key, Made], key: Key, found: Made, most: int) -> None:
    """Threads may meet here: what is lost is only computed again."""
    for old in list(made)[: len(made) + 1 - most]:
        made.pop(old, None)
    made[key] = found
