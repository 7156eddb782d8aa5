"""How well free text is understood, against the labelled messages of tests/understanding.

    python -m benchmarks.understanding [--show] [--characters-only] [--topic NAME]
    python -m benchmarks.understanding --part locked_third --open

Opening a locked part is logged with commit and numbers, and refused the fourth time. Parts that
were opened three times judge no longer and may be looked at like the tuning messages.
"""

import argparse
import math
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import knowledge_base
from engine import Case, Evidence, facts, understand
from engine.understand import prepare_understanding
from tests.understanding.messages import Message, messages

RESULTS = Path(__file__).parent / "results"
LOCKED = "locked_third"
TO_LOOK_AT = ("tuning", "locked", "locked_second")  # the last two have been opened three times
OPENINGS = 3
HEADS = {
    "tuning": "Tuning part (phrases and rules were made with these messages, so it does not judge; "
    "blind estimates are in understanding_blind.md, locked parts in understanding_locked*.md):\n\n"
}
CACHE = Path.home() / ".cache" / "whyloss" / "understanding"


def same(one, other) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-12)
    return one == other


def accepted(kb, message: Message, recorded: Evidence) -> bool:
    item = (recorded.state, recorded.value)
    for finding, state, value in message.accepted:
        if finding == recorded.finding and state == item[0] and same(value, item[1]):
            return True
    labelled = [Evidence(f, s, v) for f, s, v in message.accepted if s != "unknown"]
    follows = facts(kb, Case().record(*labelled)).known.get(recorded.finding)
    return follows is not None and follows.state == item[0] and same(follows.value, item[1])


def judge(kb, message: Message, totals, show: bool) -> None:
    start = time.process_time()  # of this process: others may be busy on the machine
    said = understand(kb, message.text, None, message.asked)
    totals["ms"].append((time.process_time() - start) * 1e3)
    totals["sentences"].append(
        max(1, len([s for s in message.text.replace("。", "\n").split("\n") if s.strip()]))
    )
    if message.kind != "problem":
        judge_other(message, said, totals, show)
        return
    totals["false_decline"].append(said.out_of_scope is not None)
    if show and said.out_of_scope:
        print("DECLINED", said.out_of_scope, repr(message.text))
    if message.outcome:
        totals["outcome"].append(said.outcome == message.outcome)
    judge_demanded(kb, message, said, totals, show)
    for item in said.evidence:
        good = accepted(kb, message, item)
        totals["precision"].append(good)
        if show and not good:
            print("WRONG", item.finding, item.state, item.value, repr(message.text))


def judge_other(message: Message, said, totals, show: bool) -> None:
    totals[f"{message.kind}_declined"].append(said.out_of_scope is not None)
    totals[f"{message.kind}_silent"].append(not said.evidence)
    if show and (said.evidence or (message.kind == "out" and not said.out_of_scope)):
        print("OUT", message.text, [(e.finding, e.state, e.value) for e in said.evidence])


def judge_demanded(kb, message: Message, said, totals, show: bool) -> None:
    known = facts(kb, Case().record(*said.evidence)).known
    offered = {item.finding for item in said.unsure}
    for finding, (state, value) in message.demanded.items():
        item = known.get(finding)
        right = item is not None and item.state == state and same(value, item.value)
        totals["recorded"].append(right)
        totals["found"].append(right or finding in offered)
        if state == "absent" and (item or finding in offered):
            totals["negation"].append(item is None or item.state == "absent")
        if isinstance(value, float):
            totals["numbers"].append(right)
        if show and not right:
            print("MISS", finding, state, value, item and item.value, repr(message.text))


ROWS = (
    ("recorded", "labelled findings recorded"), ("found", "recorded or offered"),
    ("precision", "recorded that is right"), ("negation", "negation right"),
    ("numbers", "numbers right"),
    ("outcome", "outcomes of a fix right"), ("out_declined", "out of scope declined"),
    ("false_decline", "real problems declined"), ("near_silent", "near-domain records nothing"),
)  # fmt: skip


def table(totals) -> str:
    languages = ["zh", "en", "mixed", "all"]
    lines = ["| | " + " | ".join(languages) + " |", "|---|" + "---|" * len(languages)]
    for key, name in ROWS:
        cells = [totals[lang][key] for lang in languages]
        shown = [f"{sum(c) / len(c):.3f} ({len(c)})" if c else "-" for c in cells]
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    ms, sentences = totals["all"]["ms"], totals["all"]["sentences"]
    p95 = sorted(ms)[int(0.95 * len(ms))]
    lines.append(f"\n{sum(ms) / sum(sentences):.1f} ms a sentence, p95 {p95:.1f} ms a message")
    return "\n".join(lines)


def openings(part: str) -> int:
    log = RESULTS / f"understanding_{part}.md"
    return log.read_text("utf-8").count("## Opening") if log.exists() else 0


def log(part: str, text: str) -> None:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True).stdout
    opened = openings(part)
    head = f"# Openings of the messages in {part}\n" if not opened else ""
    with (RESULTS / f"understanding_{part}.md").open("a", encoding="utf-8") as file:
        when = time.strftime("%Y-%m-%d %H:%M")
        file.write(f"{head}\n## Opening {opened + 1}: {when}, commit {commit.strip()}\n\n")
        file.write(f"{text}\n")


def checked(chosen: argparse.Namespace) -> None:
    """A locked part is opened on purpose, whole, and at most three times."""
    if chosen.part != LOCKED:
        return
    if not chosen.open or chosen.topic or chosen.characters_only:
        sys.exit(f"{chosen.part} is opened whole, and with --open.")
    if openings(chosen.part) >= OPENINGS:
        sys.exit(f"{chosen.part} has been opened three times: write a new one first.")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--part", choices=[*TO_LOOK_AT, LOCKED], default="tuning")
    options.add_argument("--open", action="store_true", help="open a locked part")
    options.add_argument(
        "--show", action="store_true", help="every miss (of a part that is not locked)"
    )
    options.add_argument("--characters-only", action="store_true")
    options.add_argument("--topic", default="", help="only the files whose names begin so")
    chosen = options.parse_args()
    checked(chosen)
    kb = knowledge_base.load()
    start = time.perf_counter()
    understand(kb, "loss is nan")
    cold = time.perf_counter() - start
    start = time.perf_counter()
    encoder = not chosen.characters_only and prepare_understanding(kb, CACHE)
    loading = time.perf_counter() - start
    totals: dict = {name: defaultdict(list) for name in ("zh", "en", "mixed", "all")}
    for message in messages(chosen.part):
        if not message.topic.startswith(chosen.topic):
            continue
        one: dict = defaultdict(list)
        judge(kb, message, one, chosen.show and chosen.part != LOCKED)
        for key, values in one.items():
            totals[message.language][key] += values
            totals["all"][key] += values
    text = f"{HEADS.get(chosen.part, '')}{table(totals)}" + (
        f"\nfirst {cold:.1f} s; encoder {'loaded' if encoder else 'missing'} {loading:.1f} s"
    )
    print(text)
    if chosen.part == LOCKED:
        log(chosen.part, text)


if __name__ == "__main__":
    main()
