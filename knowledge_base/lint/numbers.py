"""Clauses that show which number is what: every mark names a number that is read."""

import re
from collections.abc import Iterator

from knowledge_base.model import KnowledgeBase

MARK = re.compile(r"\[([a-z]+_[a-z_]+|momentum) ([^\[\]]+)\]")
NUMBER = re.compile(
    r"[\d零一二两三四五六七八九十百千万成半]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|zero|hundred|thousand|million|percent)"
)


def marked_numbers_are_known(kb: KnowledgeBase) -> Iterator[str]:
    known = {name for name, finding in kb.findings.items() if finding.kind == "number"}
    known |= {name.replace("accuracy", "errors") for name in known}  # told as what is wrong
    for file, clauses in kb.numbers_told.items():
        for clause in clauses:
            for name, words in MARK.findall(clause):
                if name not in known:
                    yield f"numbers_told/{file}: {name} is no number that is read: {clause!r}"
                elif not NUMBER.search(words.lower()):
                    yield f"numbers_told/{file}: {words!r} is no number: {clause!r}"


def clauses_are_told_once(kb: KnowledgeBase) -> Iterator[str]:
    seen: set[str] = set()
    for file, clauses in kb.numbers_told.items():
        for clause in clauses:
            if clause in seen:
                yield f"numbers_told/{file}: told twice: {clause!r}"
            seen.add(clause)
