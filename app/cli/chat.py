"""`whyloss chat`: the same consultation in the terminal."""

from typing import Any

import click

from app.cli.show import console, show_diagnosis
from app.consultation import ANSWERED, recorded
from engine import Case
from knowledge_base import KnowledgeBase, Language, load

LEAVE = {"quit", "exit", "q", "退出"}


@click.command()
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def chat(language) -> None:
    """Talk about a training run; answers by number or in words, `quit` to leave."""
    from app.reader import load_reader

    kb = load()
    load_reader(kb)
    talk(kb, language)


def talk(kb: KnowledgeBase, language: Language, case: Case | None = None) -> None:
    """Until the person leaves; nothing is kept. `case` is what is known beforehand."""
    import tempfile
    from pathlib import Path

    from app.database import Database
    from app.desk import Desk
    from app.settings import Settings
    from app.store import Store

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'chat.db'}")
        database.migrate()
        desk = Desk(kb, Store(database), Settings())
        _Chat(desk, language, case).run()
        database.close()


class _Chat:
    def __init__(self, desk, language: Language, case: Case | None):
        self.desk, self.language = desk, language
        known = (recorded(ANSWERED, case.evidence),) if case else ()
        self.id = desk.store.open(language, *known).id

    def run(self) -> None:
        question = self._greet()
        while (said := self._hear()) is not None:
            if said:
                question = self._take(said, question)

    def _greet(self) -> dict[str, Any] | None:
        from app import present

        consultation = self.desk.store.find(self.id)
        if not consultation.entries:
            console.print(self._word("ui_tagline"))
            return None
        shown = present.consultation(self.desk.kb, consultation, self.language)
        return self._ask(shown["state"]["question"])

    def _hear(self) -> str | None:
        try:
            said = console.input("[bold]> [/]").strip()
        except (EOFError, KeyboardInterrupt):
            return None
        return None if said.lower() in LEAVE else said

    def _take(self, said: str, question: dict[str, Any] | None) -> dict[str, Any] | None:
        from app import present
        from app.problems import Problem

        try:
            answers = _by_number(said, question)
            if answers:
                consultation = self.desk.answer(self.id, answers)
            else:
                consultation = self.desk.say(self.id, said)
        except Problem as problem:
            detail = f"{problem.code}.detail"
            console.print(self.desk.kb.say("problems", detail, self.language, **problem.numbers))
            return question
        shown = present.consultation(self.desk.kb, consultation, self.language)
        said_last = shown["transcript"][-1]
        noted = [f"{one['question']} {one['answer']}" for one in said_last["answers"]]
        for line in (*said_last["lines"], *noted):
            console.print(f"[dim]{line}[/]")
        show_diagnosis(self.desk.kb, shown["state"], self.language)
        return self._ask(shown["state"]["question"])

    def _ask(self, question: dict[str, Any] | None) -> dict[str, Any] | None:
        if not question:
            return None
        console.print(f"\n[bold]{question['text']}[/]")
        for item in question["items"][:1]:
            if len(question["items"]) > 1:
                console.print(item["text"])
            labels = [f"{n} {choice['label']}" for n, choice in enumerate(item["choices"], 1)]
            console.print("   ".join(labels))
        return question

    def _word(self, key: str) -> str:
        return self.desk.kb.say("page", key, self.language)


def _by_number(said: str, question: dict[str, Any] | None) -> dict[str, Any] | None:
    """The first item's answer, when the person typed the number of a choice."""
    from app.api.shapes import Answer

    if not question or not question["items"] or not said.isdigit():
        return None
    item = question["items"][0]
    if item["kind"] == "number" or not 1 <= int(said) <= len(item["choices"]):
        return None
    choice = item["choices"][int(said) - 1]["id"]
    states = {"present", "absent", "unknown"}
    return {item["id"]: Answer(state=choice) if choice in states else Answer(value=choice)}
