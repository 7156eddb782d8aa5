"""A diagnosis in the terminal."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from knowledge_base import KnowledgeBase, Language

STATES = ("present", "absent", "unknown")
SHOWN_CAUSES = 6
SHOWN_FIXES = 2
console = Console()


def show_diagnosis(kb: KnowledgeBase, found: dict[str, Any], language: Language) -> None:
    def word(key: str, **numbers: Any) -> str:
        return kb.say("page", key, language, **numbers)

    console.print(f"[bold]{escape(found['verdict']['text'])}[/]")
    for line in (*found["triage"], *found["warnings"]):
        console.print(f"[bold red]![/] {escape(line['text'])}")
    told = [item for item in found["findings"] if _worth_a_line(item)]
    if told:
        console.print(f"[bold]{word('ui_known')}[/]")
        for item in told:
            console.print(f"  - {escape(item['text'])}")
    console.print(_causes(found, word))
    for fix in found["fixes"][:SHOWN_FIXES]:
        _show_fix(fix, word)
    if found["stop"]:
        console.print(f"[green]{escape(found['stop']['text'])}[/]")


def show_probes(kb: KnowledgeBase, found: dict[str, Any], language: Language) -> None:
    """What the probes found, and how many of them could not tell."""
    rows = found.get("probes", [])
    for file in found.get("files", ()):
        kind = kb.say("page", f"kind_{file['kind']}", language).strip()
        console.print(f"[dim]{escape(file['name'])}: {escape(kind)}[/]")
    for row in rows:
        if row["state"] == "present" and row["value"] is None:
            console.print(f"  [yellow]●[/] {escape(row['text'])}")
    if rows:
        counts = {s: sum(r["state"] == s and r["value"] is None for r in rows) for s in STATES}
        console.print(f"[dim]{kb.say('page', 'probes_counted', language, **counts)}[/]")


def show_experiments(found: dict[str, Any]) -> None:
    for item in found.get("experiments", ()):
        console.print(f"  [cyan]◆[/] {escape(item['name'])}: {escape(item['text'])}")


def _worth_a_line(item: dict[str, Any]) -> bool:
    """What was measured is listed already; settings and words are not."""
    return not item["because"] and (item["source"] != "measured" or item["value"] is not None)


def _causes(found: dict[str, Any], word) -> Table:
    table = Table(title=word("ui_causes"), title_justify="left", show_header=False, box=None)
    for cause in found["causes"][:SHOWN_CAUSES]:
        share = cause["probability"]
        table.add_row(f"{share:4.0%}", "█" * round(share * 20), escape(cause["name"]))
    other = found["other_probability"]
    table.add_row(f"{other:4.0%}", "█" * round(other * 20), word("ui_other"))
    return table


def _show_fix(fix: dict[str, Any], word) -> None:
    console.print(f"\n[bold]{escape(fix['name'])}[/]  ({escape(fix['chance'])})")
    if fix["advice"]:
        console.print(f"  [cyan]{escape(fix['advice'])}[/]")
    for number, step in enumerate(fix["steps"], 1):
        console.print(f"  {number}. {escape(step)}")
    if fix["code"]:
        _show_code(fix["code"].rstrip())
    console.print(f"  {escape(word('ui_worked_if', sign=fix['worked_if']))}")


def _show_code(code: str) -> None:
    """Whole lines, however narrow the terminal: code is there to be copied."""
    widest = max(map(len, code.splitlines()))
    shown = Syntax(code, "python", background_color="default", code_width=widest)
    console.print(shown, crop=False, no_wrap=True, overflow="ignore", soft_wrap=True)
