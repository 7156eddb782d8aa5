"""Findings that follow from the numbers at hand by arithmetic alone."""

from collections.abc import Iterator, Mapping

from engine.case import Evidence
from knowledge_base import KnowledgeBase


def computed(kb: KnowledgeBase, told: Mapping[str, Evidence]) -> Iterator[Evidence]:
    yield from ()
