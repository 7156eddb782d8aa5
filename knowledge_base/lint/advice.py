"""Advice can be computed: its arithmetic parses and uses only what it says it needs."""

import ast
from collections.abc import Iterator
from string import Formatter

from knowledge_base.model import Advice, KnowledgeBase

FUNCTIONS = frozenset({"min", "max", "sqrt", "log", "exp", "round", "abs", "floor", "ceil"})
ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Call, ast.Name,
    ast.Attribute, ast.Constant, ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.Load,
)  # fmt: skip


def advice_can_be_computed(kb: KnowledgeBase) -> Iterator[str]:
    for name, fix in kb.fixes.items():
        for advice in fix.advice:
            for problem in _problems(kb, advice):
                yield f"{name}: {problem}"


def _problems(kb: KnowledgeBase, advice: Advice) -> Iterator[str]:
    expressions = dict(advice.numbers)
    if advice.when:
        expressions["when"] = advice.when
    for label, expression in expressions.items():
        try:
            tree = ast.parse(expression, mode="eval")
        except SyntaxError as error:
            yield f"{label}: {expression!r} is not arithmetic: {error.msg}"
            continue
        yield from _wrong_names(kb, advice, label, tree)
    known = {*advice.numbers, *advice.needs}
    for field in sorted(_fields(advice.text.en) - known):
        yield f"the advice uses {{{field}}} and does not compute it"


def _wrong_names(
    kb: KnowledgeBase, advice: Advice, label: str, tree: ast.Expression
) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ALLOWED):
            yield f"{label}: {type(node).__name__} is not arithmetic"
        elif isinstance(node, ast.Attribute):
            yield from _wrong_measure(kb, label, node)
        elif isinstance(node, ast.Name) and node.id not in FUNCTIONS | set(advice.needs):
            yield f"{label}: {node.id!r} is not among the needs"


def _wrong_measure(kb: KnowledgeBase, label: str, node: ast.Attribute) -> Iterator[str]:
    """`finding.number` is one of the numbers in the finding's evidence sentence."""
    if not isinstance(node.value, ast.Name) or node.value.id not in kb.findings:
        yield f"{label}: {ast.unparse(node)} is not finding.number"
        return
    sentences = kb.findings[node.value.id].sentences
    if not any(node.attr in _fields(sentence.en) for sentence in sentences):
        yield f"{label}: {node.value.id} measures no {node.attr!r}"


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
