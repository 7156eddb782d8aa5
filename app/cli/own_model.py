"""`--model package.module:build`: the person's own code makes the model, and is said to run."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.measuring import note
from app.problems import Problem
from knowledge_base import KnowledgeBase, Language

LONGEST_REASON = 600


@contextmanager
def exported(
    kb: KnowledgeBase, roles: Mapping[str, Path | str], language: Language
) -> Iterator[dict[str, Path]]:
    """The same files, the model among them as a file; Problem where the code does not give one."""
    place = roles.get("model")
    if not isinstance(place, str):
        yield {role: Path(path) for role, path in roles.items()}
        return
    if "batch" not in roles:
        raise Problem("own_model_needs_batch", place=place)
    note.print(kb.say("experiments", "own_code_runs", language, place=place), style="yellow")
    with TemporaryDirectory() as folder:
        model = Path(folder) / "model.pt2"
        _export(place, roles, model)
        yield {**{role: Path(path) for role, path in roles.items()}, "model": model}


def _export(place: str, roles: Mapping[str, Path | str], model: Path) -> None:
    command = [sys.executable, "-m", "probes.own_model", place,
               "--batch", str(roles["batch"]), "--to", str(model)]  # fmt: skip
    if "checkpoint" in roles:
        command += ["--checkpoint", str(roles["checkpoint"])]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Problem("own_model_failed", place=place, reason=done.stderr.strip()[-LONGEST_REASON:])
