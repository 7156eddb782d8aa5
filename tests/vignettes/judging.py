"""Give a vignette to the engine and see where its causes come out."""

from engine import Case, Evidence, rank_causes
from knowledge_base import KnowledgeBase
from knowledge_base.model import Vignette


def as_case(vignette: Vignette) -> Case:
    return Case().record(
        *(Evidence(finding, "present") for finding in vignette.present),
        *(Evidence(finding, "absent") for finding in vignette.absent),
        *(Evidence(finding, value=value) for finding, value in vignette.values.items()),
    )


def ranked(kb: KnowledgeBase, vignette: Vignette) -> list[str]:
    return [belief.cause for belief in rank_causes(kb, as_case(vignette))]


def holds(expect: str, *places: int) -> bool:
    """Of two faults both must stand where one is expected."""
    return all({"first": p == 1, "top_3": p <= 3, "not_first": p > 1}[expect] for p in places)
