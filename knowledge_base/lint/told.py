"""Labels of messages and clauses: every one names a finding or an option that is there."""

from collections.abc import Iterator

from knowledge_base.labels import read_labels
from knowledge_base.model import KnowledgeBase


def labels_of_messages_are_known(kb: KnowledgeBase) -> Iterator[str]:
    for file, messages in kb.messages_told.items():
        for text, words in messages:
            for problem in _problems(kb, words):
                yield f"messages_told/{file}: {problem}: {text[:60]!r}"


def _problems(kb: KnowledgeBase, words: str) -> Iterator[str]:
    try:
        labels = read_labels(words)
    except ValueError as error:
        yield str(error)
        return
    for name in (*labels.asked, *(label.finding for label in labels.told)):
        if name not in kb.findings:
            yield f"{name} is not known"
    for label in labels.told:
        finding = kb.findings.get(label.finding)
        if finding is None or finding.kind != "choice" or label.value is None:
            continue
        if label.value not in finding.options:
            yield f"{label.finding} has no option {label.value}"


def labels_of_clauses_are_known(kb: KnowledgeBase) -> Iterator[str]:
    """A finding (or what is not so), a topic that is declined, how a fix went, or nothing."""
    for file, clauses in kb.clauses_told.items():
        for clause, label in clauses:
            name = label.removeprefix("-")
            topic = label.startswith("!") and label[1:] in kb.words["out_of_scope"]
            if label and not label.startswith(">") and name not in kb.findings and not topic:
                yield f"clauses_told/{file}: {label} is not known: {clause[:60]!r}"
