"""Labels of messages and clauses: every one names a finding or an option that is there."""

import re
from collections.abc import Iterator

from knowledge_base.model import KnowledgeBase

LABEL = re.compile(r"~?(?P<sign>[-@]?)(?P<finding>\w+)(?:=(?P<value>.+))?")
OF_A_MESSAGE = ("!", ">")  # its kind, and how a fix went


def labels_of_messages_are_known(kb: KnowledgeBase) -> Iterator[str]:
    for file, messages in kb.messages_told.items():
        for text, labels in messages:
            for label in labels.split():
                if not label.startswith(OF_A_MESSAGE) and not _known(kb, label):
                    yield f"messages_told/{file}: {label} is not known: {text[:60]!r}"


def _known(kb: KnowledgeBase, label: str) -> bool:
    found = LABEL.fullmatch(label)
    finding = found and kb.findings.get(found["finding"])
    if not found or not finding:
        return False
    value = found["value"]
    return finding.kind != "choice" or value in (None, "?") or value in finding.options


def labels_of_clauses_are_known(kb: KnowledgeBase) -> Iterator[str]:
    """A finding (or what is not so), a topic that is declined, how a fix went, or nothing."""
    for file, clauses in kb.clauses_told.items():
        for clause, label in clauses:
            name = label.removeprefix("-")
            topic = label.startswith("!") and label[1:] in kb.words["out_of_scope"]
            if label and not label.startswith(">") and name not in kb.findings and not topic:
                yield f"clauses_told/{file}: {label} is not known: {clause[:60]!r}"
