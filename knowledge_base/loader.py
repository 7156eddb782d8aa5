"""Read the YAML files into one KnowledgeBase, or say which file is wrong."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from knowledge_base.model import (
    Cause,
    Checklist,
    Counts,
    Finding,
    Fix,
    Grades,
    KnowledgeBase,
    Messages,
    Scales,
    Text,
    Weights,
)

HERE = Path(__file__).parent
Shape = TypeVar("Shape", bound=BaseModel)
Said = TypeVar("Said")
Taught = TypeVar("Taught")
WORDS = TypeAdapter(dict[str, Text])
COUNTS = TypeAdapter(Counts)
WEIGHTS = TypeAdapter(Weights)
GRADES = TypeAdapter(Grades)
CLAUSES = TypeAdapter(tuple[str, ...])
MESSAGES = TypeAdapter(Messages)


class KnowledgeBaseError(ValueError):
    """A YAML file is missing, malformed, or says something impossible."""


@cache
def load(root: Path = HERE) -> KnowledgeBase:
    causes = dict(_files(root / "causes"))
    return KnowledgeBase(
        findings=_read_folder(root / "findings", Finding),
        causes=_read_folder(root / "causes", Cause),
        families={cause: path.parent.name for cause, path in causes.items()},
        fixes=_read_folder(root / "fixes", Fix),
        checklists=_read_folder(root / "checklists", Checklist),
        words={name: _words(path) for name, path in _files(root / "words")},
        scales=_checked(root / "scales.yaml", Scales),
        hash=_hash(root),
        measured=_taught(root / "measured.yaml", COUNTS),
        weights=_taught(root / "weights.yaml", WEIGHTS),
        grades=_taught(root / "grades.yaml", GRADES),
        clauses_told=_said(root / "clauses_told", MESSAGES),
        numbers_told=_said(root / "numbers_told", CLAUSES),
        messages_told=_said(root / "messages_told", MESSAGES),
    )


def _read_folder(folder: Path, shape: type[Shape]) -> dict[str, Shape]:
    return {name: _checked(path, shape) for name, path in _files(folder)}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.yaml")):
        if path.stem in seen:
            raise KnowledgeBaseError(f"{path}: the id {path.stem!r} is taken")
        seen.add(path.stem)
        yield path.stem, path


def _checked(path: Path, shape: type[Shape]) -> Shape:
    try:
        return shape.model_validate(read_yaml(path))
    except ValidationError as error:
        raise KnowledgeBaseError(f"{path}: {error}") from error


def _words(path: Path) -> dict[str, Text]:
    try:
        return WORDS.validate_python(read_yaml(path) or {})
    except ValidationError as error:
        raise KnowledgeBaseError(f"{path}: {error}") from error


def _said(folder: Path, shape: TypeAdapter[Said]) -> dict[str, Said]:
    try:
        return {name: shape.validate_python(read_yaml(path) or ()) for name, path in _files(folder)}
    except ValidationError as error:
        raise KnowledgeBaseError(f"{folder}: {error}") from error


def _taught(path: Path, shape: TypeAdapter[Taught]) -> Taught:
    """What the clinic's runs taught; a small knowledge base goes without."""
    try:
        return shape.validate_python(read_yaml(path) or {} if path.exists() else {})
    except ValidationError as error:
        raise KnowledgeBaseError(f"{path}: {error}") from error


def _hash(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_yaml(path: Path) -> Any:
    """The file's content, YAML 1.2 in the points where 1.1 surprises; raises KnowledgeBaseError."""
    try:
        return yaml.load(path.read_text("utf-8"), _Loader)
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise KnowledgeBaseError(f"{path}: {error}") from error


class _Loader(yaml.CSafeLoader):
    """Refuses a key given twice; `1e-4` is a number, `no`, `on` and `12:30` are strings."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"the key {key!r} is given twice{node.start_mark}")
        return super().construct_mapping(node, deep)


_UNWANTED = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:float", "tag:yaml.org,2002:int"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _UNWANTED]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][-+]?\d+)?$"),
    list("-+.0123456789"),
)
