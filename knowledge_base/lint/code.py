"""The code of a fix can be pasted: it compiles once its `$placeholders` are filled."""

from collections.abc import Iterator
from string import Template

from knowledge_base.model import Fix, KnowledgeBase


def fix_code_compiles(kb: KnowledgeBase) -> Iterator[str]:
    for name, fix in kb.fixes.items():
        for framework, code in fix.code.items():
            try:
                compile(Template(code).safe_substitute(fix.defaults), name, "exec")
            except (SyntaxError, ValueError) as error:
                yield f"{name}: the {framework} code is not Python: {error}"


def placeholders_have_defaults(kb: KnowledgeBase) -> Iterator[str]:
    for name, fix in kb.fixes.items():
        used = _placeholders(fix)
        for placeholder in sorted(used - fix.defaults.keys()):
            yield f"{name}: ${placeholder} has no default"
        for placeholder in sorted(fix.defaults.keys() - used):
            yield f"{name}: the default {placeholder!r} is not used in the code"
        if "pytorch" not in fix.code:
            yield f"{name}: needs PyTorch code"


def _placeholders(fix: Fix) -> set[str]:
    return {name for code in fix.code.values() for name in Template(code).get_identifiers()}


def fixes_are_used(kb: KnowledgeBase) -> Iterator[str]:
    used = {fix for cause in kb.causes.values() for fix in cause.fixes}
    for name in sorted(kb.fixes.keys() - used):
        yield f"{name}: no cause names this fix"
