"""Every rule of the source document is marked somewhere with its id."""

from collections.abc import Iterator

from knowledge_base.model import KnowledgeBase

SEED_RULES = tuple(f"S{number:02}" for number in range(1, 36))


def seed_rules_have_a_home(kb: KnowledgeBase) -> Iterator[str]:
    cited = [cause.sources for cause in kb.causes.values()]
    cited += [fix.sources for fix in kb.fixes.values()]
    cited += [checklist.sources for checklist in kb.checklists.values()]
    marked = {source for sources in cited for source in sources if isinstance(source, str)}
    for rule in SEED_RULES:
        if rule not in marked:
            yield f"{rule}: no cause, fix or checklist is marked with this rule"
    for rule in sorted(marked - set(SEED_RULES)):
        yield f"{rule}: there is no such rule"
