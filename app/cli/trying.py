"""Experiments in the terminal: their prices before, progress, and what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

import engine
from app.cli.measuring import note
from app.consultation import with_experiment
from app.jobs.tried import found, settings_of
from app.present import experiments as shown
from app.problems import Problem
from app.uploads.shown import because
from engine import Case
from knowledge_base import KnowledgeBase, Language
from probes import sandbox

BUDGET = 120.0  # seconds for each
MOST_FIXES = 3  # of those that rank first
ALWAYS = ("overfit_one_batch", "learning_rate_range_test")


@dataclass
class Trying:
    """Experiments on one person's files; the case takes up what they tell."""

    kb: KnowledgeBase
    files: Mapping[str, Path]
    language: Language
    device: str
    budget: float
    results: list[dict[str, Any]] = field(default_factory=list)

    def offers(self) -> list[dict[str, Any]]:
        """Raises Problem where there is no model or no batch."""
        for role in ("model", "batch"):
            if role not in self.files:
                reason = because(self.kb, f"needs_{role}", {}, self.language)
                raise Problem("experiment_not_possible", 409, id="experiment", reason=reason)
        return sandbox.offers(self.files, device=self.device)

    def prices(self, rows: list[dict[str, Any]]) -> Table:
        table = Table(show_header=False, box=None)
        for row in rows:
            price = "" if row["seconds"] is None else f"{row['seconds']:.1f} s"
            name = shown.name(self.kb, row, self.language)
            why_not = shown.why_not(self.kb, row, self.language) or ""
            table.add_row(row["fix"] or row["experiment"], name, price, why_not)
        return table

    def run(self, case: Case, row: Mapping[str, Any]) -> Case:
        """Raises Problem where it is refused or breaks down."""
        name = shown.name(self.kb, row, self.language)
        done = self._run(case, row, name)
        if done.told is None:
            code = done.refusal.code if done.refusal else done.outcome
            reason = because(self.kb, code, done.refusal.numbers if done.refusal else {},
                             self.language)  # fmt: skip
            raise Problem("experiment_not_possible", 409, id=name, reason=reason)
        items, record = found(self.kb, case, row["experiment"], row["fix"], done.told)
        text = shown.verdict(self.kb, record, self.language)
        self.results.append({
            "experiment": row["experiment"], "fix": row["fix"], "name": name, "text": text,
            "verdict": done.told["verdict"], "numbers": done.told["numbers"],
            "axis": done.told["axis"], "lines": done.told["lines"],
        })  # fmt: skip
        return with_experiment(case.record(*items), record)

    def chosen(self, case: Case, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What tells most of this case: two for every model, then the fixes that rank first."""
        possible = {(r["experiment"], r["fix"]): r for r in rows if r["because"] is None}
        ranked = [item.fix for item in engine.rank_fixes(self.kb, case)]
        fixes = [fix for fix in ranked if ("try_fix", fix) in possible][:MOST_FIXES]
        wanted = [*((name, None) for name in ALWAYS), *(("try_fix", fix) for fix in fixes)]
        return [possible[key] for key in wanted if key in possible]

    def _run(self, case: Case, row: Mapping[str, Any], name: str) -> sandbox.Experimented:
        settings = {**settings_of(case), "fix": row["fix"], "budget": self.budget}
        bars = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        with Progress(*bars, console=note, transient=True) as progress:
            task = progress.add_task(name, total=1.0)
            return sandbox.experiment(
                self.files, row["experiment"], settings, device=self.device,
                on_progress=lambda share: progress.update(task, completed=share),
            )  # fmt: skip


def try_all(trying: Trying, case: Case) -> Case:
    """The experiments that tell most, with their prices first."""
    rows = trying.chosen(case, trying.offers())
    total = sum(row["seconds"] for row in rows)
    note.print(trying.kb.say("experiments", "price_of_all", trying.language,
                             count=len(rows), seconds=total))  # fmt: skip
    note.print(trying.prices(rows))
    for row in rows:
        case = trying.run(case, row)
    return case
