"""A number whose role is clear."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    finding: str
    value: float
    start: int
    end: int
