"""One line of the table: what is promised and what was measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    what: str
    asked: str
    measured: str
    holds: bool

    def row(self) -> str:
        return f"| {self.what} | {self.asked} | {self.measured} | {'yes' if self.holds else 'NO'} |"
