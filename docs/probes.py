"""Every probe from its own docstring and constants: what, formula, thresholds, cost, limits."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path

from docs import costs
from knowledge_base import KnowledgeBase

ROOT = Path(__file__).parent.parent
CATALOG = ROOT / "probes" / "catalog"
_HEADING = re.compile(r"^([A-Z][a-z ]+)$", re.M)
_HEAD = """\
# Probes

{count} probes, by what they look at, in the words of their own files (`probes/catalog`); written by
`make reference`. A threshold's source is in the brackets behind it, else under Source.

Cost is what a probe takes alone, all that it needs made anew, in plain forward and backward passes
of a small convolutional network (`make bench-each-probe`). Probes share what they need: together
they cost far less than the sum.
"""


@dataclass(frozen=True)
class Threshold:
    name: str
    value: str
    note: str


@dataclass(frozen=True)
class Probe:
    """What one file of the catalog says of itself."""

    name: str
    sections: dict[str, str]
    thresholds: tuple[Threshold, ...]
    needs: tuple[str, ...]


def page(kb: KnowledgeBase) -> str:
    known = [read(path) for path in sorted(CATALOG.glob("*.py")) if path.stem != "__init__"]
    groups: dict[str, list[Probe]] = {}
    for probe in known:
        groups.setdefault(kb.findings[probe.name].group, []).append(probe)
    lines = [_HEAD.format(count=len(known))]
    for group in sorted(groups):
        lines += [f"## {group.replace('_', ' ').capitalize()}", ""]
        for probe in groups[group]:
            lines += [*_entry(kb, probe), ""]
    return "\n".join(lines).rstrip() + "\n"


def read(path: Path) -> Probe:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    measure = next(
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "measure"
    )
    needs = tuple(argument.arg for argument in measure.args.args)
    told = _sections(cleandoc(ast.get_docstring(tree) or ""))
    return Probe(path.stem, told, tuple(_thresholds(tree, text.splitlines())), needs)


def _sections(docstring: str) -> dict[str, str]:
    """Heading -> its text in one paragraph, or several."""
    parts = _HEADING.split(docstring)
    return {
        heading: re.sub(r"(?<!\n)\n(?!\n)", " ", cleandoc(body)).strip()
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def _thresholds(tree: ast.Module, lines: list[str]) -> Iterator[Threshold]:
    """Constants of the module, with the comment on their line or right above it."""
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        if not name.isupper() or not _is_plain(node.value):
            continue
        yield Threshold(name, ast.unparse(node.value), _comment(lines, node))


def _is_plain(value: ast.expr) -> bool:
    return not any(isinstance(part, ast.Call | ast.Name) for part in ast.walk(value))


def _comment(lines: list[str], node: ast.Assign) -> str:
    beside = lines[node.end_lineno - 1][node.end_col_offset :].strip()
    if beside.startswith("#"):
        return beside.lstrip("# ")
    above: list[str] = []
    place = node.lineno - 2
    while place >= 0 and lines[place].startswith("#"):
        above.insert(0, lines[place].lstrip("# "))
        place -= 1
    return " ".join(above)


def _entry(kb: KnowledgeBase, probe: Probe) -> Iterator[str]:
    finding = kb.findings[probe.name]
    yield f"### {finding.name.en}"
    yield ""
    cost = costs.of(probe.name)
    yield f"`{probe.name}` · reads {', '.join(finding.upload) or 'what is there'}" + (
        f" · cost {cost}" if cost else ""
    )
    yield ""
    for heading, body in probe.sections.items():
        yield f"- **{heading}**: {body.replace(chr(10) + chr(10), ' ')}"
    if probe.thresholds:
        yield f"- **Thresholds**: {' · '.join(map(_shown, probe.thresholds))}"


def _shown(one: Threshold) -> str:
    return f"`{one.name} = {one.value}`" + (f" ({one.note})" if one.note else "")
