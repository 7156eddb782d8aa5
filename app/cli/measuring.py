"""The command line's files, measured in the sandbox, with progress in the terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from app.jobs.measured import evidence
from app.problems import Problem
from app.uploads.shown import because, probe
from engine import Case
from knowledge_base import KnowledgeBase, Language
from probes import sandbox
from probes.sandbox import Examination

note = Console(stderr=True)


def measure(
    kb: KnowledgeBase,
    files: Sequence[Path],
    by_role: Mapping[str, Path],
    device: str,
    language: Language,
) -> Examination:
    """Raises Problem for a file that is refused; the others' verdict would rest on less."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"),
        console=note, transient=True,
    ) as progress:  # fmt: skip
        task = progress.add_task("whyloss", total=None)

        def watch(event: dict[str, Any]) -> None:
            if event.get("event") == "plan":
                progress.update(task, total=len(event["findings"]))
            if event.get("event") == "report":
                progress.advance(task)

        found = sandbox.examine(_roles(files, by_role), on_event=watch, device=device)
    for file in found.files:
        if file.refusal:
            reason = because(kb, file.refusal.code, file.refusal.numbers, language)
            raise Problem("file_refused", name=file.name, reason=reason)
    if not found.at_floor:
        note.print(kb.say("page", "below_floor", language), style="yellow")
    return found


def with_roles(files: Sequence[Path], by_role: Mapping[str, Path]) -> Mapping[str, Path]:
    """Every file under its role, told from its content where the person does not say."""
    roles = _roles(files, {**by_role, "": Path()})
    return {role: path for role, path in dict(roles).items() if role}


def _roles(files: Sequence[Path], by_role: Mapping[str, Path]) -> Mapping[str, Path] | list[Path]:
    if not by_role:
        return list(files)
    from probes.preflight import check

    roles = dict(by_role)
    for path in files:
        kind = check(path).kind or "history"
        if kind == "batch" and "batch" in roles:
            kind = "validation_batch"
        if kind in roles:
            raise Problem("role_taken", name=path.name, role=kind)
        roles[kind] = path
    return roles


def with_measurements(kb: KnowledgeBase, case: Case, found: Examination) -> Case:
    """What was said outranks nothing: a measurement replaces a guess of the same finding."""
    items = [item for report in found.reports if (item := evidence(kb, report))]
    kinds = frozenset(file.kind for file in found.files if file.kind)
    return replace(case.record(*items), uploads=case.uploads | kinds)


def shown(kb: KnowledgeBase, found: Examination, language: Language) -> dict[str, Any]:
    """`probes` and `files` of the JSON answer."""
    rows = [
        probe(kb, report.as_json(), language)
        for report in found.reports
        if report.finding in kb.findings
    ]
    for row in rows:
        row["problem"] = row["text"] if row["state"] == "unknown" else None
    files = [{"name": file.name, "kind": file.kind} for file in found.files]
    return {"probes": rows, "files": files}
