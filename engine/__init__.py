"""How we reason: from evidence to ranked causes, and to the next question.

Pure functions over a KnowledgeBase and a Case: no web, no torch, no files, no clock, no chance.
"""

from engine.beliefs import Belief, Beliefs, posterior, rank_causes
from engine.case import Case, Evidence, Tried, Words
from engine.check import ImpossibleState, ImpossibleValue, NoSuchFinding, NoSuchFix, check

__all__ = [
    "Belief", "Beliefs", "Case", "Evidence", "ImpossibleState", "ImpossibleValue", "NoSuchFinding",
    "NoSuchFix", "Tried", "Words", "check", "posterior", "rank_causes",
]  # fmt: skip
