"""What is trained once for each knowledge base, off the request path, and not there until then."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from engine.once import once_per_knowledge
from knowledge_base import KnowledgeBase

Trained = TypeVar("Trained")


class _Place(Generic[Trained]):
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.content: Trained | None = None


class OnceTrained(Generic[Trained]):
    def __init__(self) -> None:
        @once_per_knowledge
        def place(_: KnowledgeBase) -> _Place[Trained]:
            return _Place()

        self._place = place

    def __call__(self, kb: KnowledgeBase) -> Trained | None:
        return self._place(kb).content

    def prepare(self, kb: KnowledgeBase, make: Callable[[], Trained | None]) -> bool:
        """Whoever comes meanwhile waits; False where nothing could be made."""
        place = self._place(kb)
        with place.lock:
            if place.content is None:
                place.content = make()
        return place.content is not None
