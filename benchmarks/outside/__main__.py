"""Scripts of other authors through `whyloss diagnose`: right cause, and are the cured twins well?

    python -m benchmarks.outside [--author NAME] [--only NAME] [--keep FOLDER]

A script's docstring says which causes count as right, written before its first run, and what its
author would tell a forum. `FOLDER NAME --cured` is the same script without its fault.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from click.testing import CliRunner

from app.cli.diagnose import diagnose
from benchmarks.outside.scripts import Script, scripts, trained
from benchmarks.outside.taught import ROLES
from knowledge_base import load

LOG, ALL = ("log",), ("log", "checkpoint", "batch", "validation", "model")
# What is given: files by their stem, and whether the author's words come with them.
WAYS = {
    "words": ((), True),
    "log": (LOG, False),
    "words, log": (LOG, True),
    "log, checkpoint": (("log", "checkpoint"), False),
    "everything": (ALL, False),
    "words, everything": (ALL, True),
}
HEALTHY_FROM = 0.5  # healthy and benign causes together
REFUSED = 2  # the exit code where a file cannot be read


@dataclass(frozen=True)
class Judged:
    name: str
    way: str
    accepts: tuple[str, ...]  # none for a cured twin, too
    ranked: list[str]  # harmful causes, likeliest first
    sick: float
    refused: bool = False  # a file could not be read

    @property
    def called_well(self) -> bool:
        return not self.refused and 1.0 - self.sick > HEALTHY_FROM

    @property
    def place(self) -> int:
        """Of the first accepted cause; 0 where a sick run is called healthy."""
        places = [self.ranked.index(cause) + 1 for cause in self.accepts if cause in self.ranked]
        return 0 if self.called_well else min(places, default=0)


def judged(script: Script, way: str, cured: bool, folder: Path) -> Judged:
    stems, with_words = WAYS[way]
    found = {path.stem: path for path in folder.iterdir()}
    told = [f"--{ROLES[s].replace('_', '-')}={found[s]}" for s in stems if s in found]
    told += [f"--text={script.says}", f"--language={script.language}"] if with_words else []
    done = CliRunner().invoke(diagnose, ["--json", *told])
    accepts = () if cured else script.accepts
    if done.exit_code == REFUSED:
        return Judged(script.name, way, accepts, [], 1.0, refused=True)
    if done.exit_code not in (0, 1, 3):
        raise RuntimeError(f"{script.name}, {way}: {done.output}")
    answer = json.loads(done.stdout)
    (folder / f"answer-{way.replace(', ', '-')}.json").write_text(done.stdout)
    causes = load().causes
    ranked = [row["id"] for row in answer["causes"] if not causes[row["id"]].benign]
    return Judged(script.name, way, accepts, ranked, answer["sick_probability"])


def everybody(root: Path, author: str, only: str) -> Iterator[Judged]:
    for script in scripts():
        if author not in ("", script.author) or only not in script.name:
            continue
        for cured in script.forms:
            folder = trained(script, cured, root)
            sick = script.accepts and not cured
            for way, (_, with_words) in WAYS.items():
                if sick or not with_words:  # nobody complains of a healthy run
                    one = judged(script, way, cured, folder)
                    print(f"{folder.name}: {_told(one)}", file=sys.stderr, flush=True)
                    yield one


def _told(one: Judged) -> str:
    if one.refused:
        return f"{one.way}: refused"
    if not one.accepts:
        return f"{one.way}: {'well' if one.called_well else one.ranked[0]}"
    leading = "healthy" if one.called_well else one.ranked[0]
    return f"{one.way}: {one.accepts[0]} at {one.place}, leading {leading}"


def table(found: list[Judged]) -> str:
    rows = [
        "| given | sick | accepted first | in three | called healthy | healthy | called sick "
        "| refused |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for way in WAYS:
        sick = [one for one in found if one.way == way and one.accepts]
        well = [one for one in found if one.way == way and not one.accepts]
        first, three = (sum(1 <= one.place <= most for one in sick) for most in (1, 3))
        missed, refused = (sum(o.called_well for o in sick), sum(o.refused for o in sick + well))
        alarms = sum(not one.called_well for one in well if not one.refused)
        rows.append(
            f"| {way} | {len(sick)} | {first} | {three} | {missed} | {len(well) or ''} "
            f"| {alarms if well else ''} | {refused} |"
        )
    rows += [
        "",
        "| script | accepted | place by way | leading with everything |",
        "|---|---|---|---|",
    ]
    for name in dict.fromkeys(one.name for one in found if one.accepts):
        sick = [one for one in found if one.name == name and one.accepts]
        [last] = [one for one in sick if one.way == "everything"]
        places = ", ".join(str(one.place or "-") for one in sick)
        leading = "refused" if last.refused else "healthy" if last.called_well else last.ranked[0]
        rows.append(f"| {name} | {', '.join(last.accepts)} | {places} | {leading} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outside")
    parser.add_argument("--author", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path, help="leave the files there")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as scratch:
        print(table(list(everybody(chosen.keep or Path(scratch), chosen.author, chosen.only))))


if __name__ == "__main__":
    main()
