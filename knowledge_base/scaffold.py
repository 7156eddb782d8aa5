"""Start a new cause, finding or fix from a template.

python -m knowledge_base.scaffold cause optimization/rate_reset_too_early
python -m knowledge_base.scaffold finding rate_was_reset
python -m knowledge_base.scaffold fix keep_schedule_running
"""

import argparse
import re
import sys
from pathlib import Path

from knowledge_base.loader import HERE, KnowledgeBaseError

FOLDERS = {"cause": "causes", "finding": "findings", "fix": "fixes"}
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def create(kind: str, name: str, root: Path = HERE) -> Path:
    """Write the template as a new file; raises KnowledgeBaseError if the name will not do."""
    path = _path(kind, name, root)
    for folder in FOLDERS.values():
        for taken in (root / folder).rglob(f"{path.stem}.yaml"):
            raise KnowledgeBaseError(f"the id {path.stem!r} is taken by {taken.relative_to(root)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((root / "templates" / f"{kind}.yaml").read_bytes())
    return path


def _path(kind: str, name: str, root: Path) -> Path:
    parts = name.split("/")
    if len(parts) != (2 if kind == "cause" else 1):
        wanted = "family/id" if kind == "cause" else "id"
        raise KnowledgeBaseError(f"a {kind} is named {wanted}, not {name!r}")
    for part in parts:
        if not NAME.fullmatch(part):
            raise KnowledgeBaseError(f"{part!r} is not in snake_case")
    return (root / FOLDERS[kind]).joinpath(*parts[:-1], f"{parts[-1]}.yaml")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge_base.scaffold")
    parser.add_argument("kind", choices=sorted(FOLDERS))
    parser.add_argument("name", help="the id; for a cause family/id")
    chosen = parser.parse_args(arguments)
    try:
        path = create(chosen.kind, chosen.name)
    except KnowledgeBaseError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path}\nFill it in, then run: python -m knowledge_base.lint\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
