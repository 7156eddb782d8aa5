"""Which clause of a labelled message tells what: knowledge_base/clauses_told/messages.yaml.

    make told

A message's labels do not say where it tells them. The classifier of findings, trained on the
phrases alone, gives each label that is demanded to the clause that reads most like it; a clause
that it takes for something the message does not tell becomes an example of nothing. Messages that
judge blindly are never among them (messages_told.py).
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from benchmarks.messages_told import JUDGES, PARTS
from engine.understanding.classifier import Trained, prepare, trained
from engine.understanding.examples import LONGEST, NOT, NOTHING, TOPIC, WENT, examples
from engine.understanding.likely import stretches
from engine.understanding.normalise import compact
from engine.understanding.plain import plain
from knowledge_base import KnowledgeBase, load
from tests.understanding.messages import Message, messages

LEAST, FALSELY = 0.03, 0.1  # of a label in a clause that is its example; of one that is not told
NUMBER = re.compile(r"\d+(?:\.\d+)?")
BY_VALUES = 2  # numbers: then it is these that tell, and others would tell something else
HEAD = "# Clauses of labelled messages and what they tell. Written by benchmarks/clauses_told.py.\n"


def told(kb: KnowledgeBase, model: Trained, message: Message) -> Iterator[tuple[str, str]]:
    """A clause and its label each."""
    clauses = _clauses(message.text)
    if message.kind == "out" or not clauses:
        return
    chances = model.probabilities(clauses, examples(kb).vectors(clauses))
    taken = set()
    for label in _labels(kb, message):
        if label in model.labels:
            column = chances[:, model.labels.index(label)]
            best = int(column.argmax())
            if column[best] >= LEAST:
                taken.add(best)
                if len(NUMBER.findall(clauses[best])) < BY_VALUES:
                    yield clauses[best], label
    follows = {finding for finding, *_ in message.accepted}
    follows |= set(chain(*(kb.findings[finding].implies for finding in follows)))
    for at, clause in enumerate(clauses):
        label = model.labels[int(chances[at].argmax())]
        tells = label.startswith((WENT, TOPIC)) or label.removeprefix(NOT) in {*follows, NOTHING}
        falsely = not tells and chances[at].max() >= FALSELY
        if at not in taken and (falsely or message.kind == "near"):
            yield clause, NOTHING


def _labels(kb: KnowledgeBase, message: Message) -> Iterator[str]:
    for finding, (state, _) in message.demanded.items():
        if kb.findings[finding].kind == "binary" and state != "unknown":
            yield finding if state == "present" else NOT + finding


def _clauses(text: str) -> list[str]:
    read = plain(text).text
    found = [compact(read[start:end])[:LONGEST] for start, end in stretches(read)]
    return [clause for clause in dict.fromkeys(found) if len(clause) > 2]


def main() -> None:
    kb = replace(load(), clauses_told={}, hash="phrases alone")
    prepare(kb)
    model = trained(kb)
    if model is None:
        sys.exit("The sentence encoder is missing.")
    found: dict[tuple[str, str], None] = {}
    for part in PARTS:
        for message in messages(part):
            if not message.topic.startswith(JUDGES):
                found |= dict.fromkeys(told(kb, model, message))
    sys.stdout.write(HEAD)
    for pair in sorted(found, key=lambda pair: (pair[1], pair[0])):
        sys.stdout.write(f"- {json.dumps(pair, ensure_ascii=False)}\n")


if __name__ == "__main__":
    main()
