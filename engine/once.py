"""Work is done once: per knowledge base, and for the case that is being looked at."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from knowledge_base import KnowledgeBase

Made = TypeVar("Made")
Key = TypeVar("Key")
Given = ParamSpec("Given")
KEPT = 8  # knowledge bases at a time; a server has one, tests have many


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


def once_per_case(most: int) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Cache the last `most` by the content of knowledge base and case, the first two arguments."""

    def decorate(make: Callable[Given, Made]) -> Callable[Given, Made]:
        made: dict[object, Made] = {}

        @wraps(make)
        def recall(*given: Given.args, **named: Given.kwargs) -> Made:
            key = cast(KnowledgeBase, given[0]).hash, given[1:], tuple(named.items())
            found = made.get(key)
            if found is None:
                found = make(*given, **named)
                _keep(made, key, found, most)
            return found

        return recall

    return decorate


def _keep(made: dict[Key, Made], key: Key, found: Made, most: int) -> None:
    """Threads may meet here: what is lost is only computed again."""
    for old in list(made)[: len(made) + 1 - most]:
        made.pop(old, None)
    made[key] = found
