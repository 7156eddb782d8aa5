"""How we reason: from evidence to ranked causes, to the next question, to what to do.

Pure functions over a KnowledgeBase and a Case: no web, no torch, no files, no clock, no chance.
The loop of a consultation:

    case = Case().record(*understand(kb, "my loss is nan", "en").evidence)
    triage(kb, case)                  # urgent findings: stop the run first
    posterior(kb, case).ranked        # what it may be, most likely first
    step = next_step(kb, case)        # ask, probe, ask for a file, try a fix, or stop and why
    case = case.record(Evidence(step.finding, "absent", source="asked"))
    weights(kb, case, cause)          # why we think so; ledger(...) against a rival, in bits
    rank_fixes(kb, case)              # what to do, with the case's own numbers
    case = case.record_fix("lower_learning_rate", "no_change")   # evidence, too
    not_checked(kb, case)             # what nobody has looked at

>>> from knowledge_base import load
>>> kb = load()
>>> case = Case().record(Evidence("train_loss", value=0.01), Evidence("validation_loss", value=2.4))
>>> rank_causes(kb, case)[0].cause
'overfitting'
>>> next_step(kb, case).stop is None
True
"""

from engine.advice import Counsel, advise_for, rank_fixes
from engine.beliefs import Belief, Beliefs, FaultSet, posterior, rank_causes
from engine.case import Case, Evidence, Tried, Words
from engine.check import ImpossibleState, ImpossibleValue, NoSuchFinding, NoSuchFix, check
from engine.doubts import Change, Surprise, Unchecked, not_checked, surprises, would_change
from engine.facts import Facts, facts
from engine.questions import next_step, rank_questions, triage
from engine.reasons import (
    Entry,
    Ledger,
    NotWeighed,
    Weight,
    conflicting,
    ledger,
    supporting,
    weights,
)
from engine.step import Invitation, Prospect, Question, Step
from engine.understand import Suggestion, Understood, understand

__all__ = [
    "Belief", "Beliefs", "Case", "Change", "Counsel", "Entry", "Evidence", "Facts", "FaultSet",
    "ImpossibleState", "ImpossibleValue", "Invitation", "Ledger", "NoSuchFinding", "NoSuchFix",
    "NotWeighed", "Prospect", "Question", "Step", "Suggestion", "Surprise", "Tried", "Unchecked",
    "Understood", "Weight", "Words", "advise_for", "check", "conflicting", "facts", "ledger",
    "next_step", "not_checked", "posterior", "rank_causes", "rank_fixes", "rank_questions",
    "supporting", "surprises", "triage", "understand", "weights", "would_change",
]  # fmt: skip
