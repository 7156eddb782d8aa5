"""Write JSON schemas of the YAML files, for completion and checks in an editor.

python -m knowledge_base.schema
"""

import json
import sys
from pathlib import Path

from knowledge_base.loader import CLAUSES, HERE, MESSAGES, WORDS
from knowledge_base.model import Cause, Checklist, Finding, Fix, Scales, Strict

SHAPES: dict[str, type[Strict]] = {
    "cause": Cause,
    "checklist": Checklist,
    "finding": Finding,
    "fix": Fix,
    "scales": Scales,
}


def schemas() -> dict[str, str]:
    """The text of each schema, by name."""
    written = {name: shape.model_json_schema() for name, shape in SHAPES.items()}
    written["words"] = WORDS.json_schema()
    written["numbers_told"] = CLAUSES.json_schema()
    written["messages_told"] = written["clauses_told"] = MESSAGES.json_schema()
    return {name: _text(name, content) for name, content in written.items()}


def write(folder: Path = HERE / "schema") -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for name, text in schemas().items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(text, "utf-8")
    return paths


def _text(name: str, content: dict[str, object]) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name.capitalize()}
    return json.dumps(head | content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.writelines(f"{path}\n" for path in write())
