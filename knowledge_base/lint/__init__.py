"""Rules that no single YAML file can check about itself.

Each rule is a function that yields problems as `id: what is wrong`. Add a rule by adding it to
RULES. Run with `python -m knowledge_base.lint`.
"""

from collections.abc import Callable, Iterator

from knowledge_base.lint import advice, causes, code, findings, ids, numbers, seed, told, words
from knowledge_base.model import KnowledgeBase

Rule = Callable[[KnowledgeBase], Iterator[str]]

RULES: tuple[Rule, ...] = (
    ids.ids_are_unique,
    ids.ids_are_snake_case,
    ids.named_findings_exist,
    ids.named_fixes_exist,
    ids.taught_names_exist,
    ids.named_checklists_exist,
    ids.named_options_exist,
    findings.kinds_are_complete,
    findings.findings_are_used,
    findings.phrases_are_enough,
    findings.phrases_point_to_one_finding,
    findings.measured_findings_say_so,
    findings.orders_have_a_first_place,
    findings.implications_do_not_contradict,
    causes.causes_are_complete,
    causes.causes_use_the_kind_of_each_finding,
    causes.causes_can_be_told_apart,
    causes.vignettes_are_possible,
    code.fix_code_compiles,
    code.placeholders_have_defaults,
    code.fixes_are_used,
    advice.advice_can_be_computed,
    words.both_languages_are_real,
    words.placeholders_agree,
    numbers.marked_numbers_are_known,
    numbers.clauses_are_told_once,
    told.labels_of_messages_are_known,
    told.labels_of_clauses_are_known,
    seed.seed_rules_have_a_home,
)


def problems(kb: KnowledgeBase) -> list[str]:
    return [problem for rule in RULES for problem in rule(kb)]
