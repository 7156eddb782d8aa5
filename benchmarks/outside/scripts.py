"""Other authors' training scripts: what each says of itself, and the run that it leaves."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

CASES = Path(__file__).parent / "cases"
SECONDS = 600  # for one script


@dataclass(frozen=True)
class Script:
    path: Path
    accepts: tuple[str, ...]  # none: a healthy run
    says: str
    language: str

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def author(self) -> str:
        return self.path.parent.name

    @property
    def forms(self) -> tuple[bool, ...]:
        """Whether cured, of each of its runs."""
        return (False, True) if self.accepts else (False,)

    def folder(self, cured: bool) -> str:
        return f"{self.name}{'-cured' * cured}"


def scripts() -> Iterator[Script]:
    for path in sorted(CASES.rglob("*.py")):
        told = yaml.safe_load(ast.get_docstring(ast.parse(path.read_text("utf-8"))))
        yield Script(path, tuple(told["accepts"]), told["says"], told["language"])


def trained(script: Script, cured: bool, root: Path) -> Path:
    """The folder that holds what the run left."""
    folder = root / script.folder(cured)
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        told = [sys.executable, str(script.path), str(folder), *["--cured"] * cured]
        quiet = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
        # What fails is shown on standard error.
        subprocess.run(told, env=quiet, timeout=SECONDS, check=True, stdout=subprocess.DEVNULL)
        (folder / "done").touch()
    return folder
