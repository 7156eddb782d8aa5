"""Ids that were probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def near(name: str, known: Iterable[str]) -> str:
    """Up to three close ids, or a dash."""
    return ", ".join(get_close_matches(name[:64], list(known), n=3, cutoff=0.4)) or "-"
