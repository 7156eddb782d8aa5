"""Names that are measures if the other columns say so: bare splits and initials.

Readers ask this before a table is whole; what each column is, `column_roles` decides at its end.
"""

from collections.abc import Iterable
from functools import lru_cache

from probes.bare_splits import bare_split, both_sides
from probes.column_names import is_measure, meaning
from probes.initials import in_company, initial_loss


@lru_cache(maxsize=8192)
def could_be_measure(name: str) -> bool:
    if meaning(name).role != "other":
        return False
    return bare_split(name) is not None or initial_loss(name) is not None


def accepted(names: Iterable[str]) -> list[str]:
    """Of the names of one table those that may be measures, where the company is right for it."""
    names = list(names)
    possible = [name for name in names if could_be_measure(name)]
    if possible and (any(map(is_measure, names)) or both_sides(possible) or in_company(names)):
        return possible
    return []
