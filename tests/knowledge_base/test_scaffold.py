"""A new entry starts from a template that already loads."""

import pytest

from knowledge_base import KnowledgeBaseError, lint, loader, scaffold

NEW = [
    ("cause", "optimization/rate_reset_too_early"),
    ("finding", "rate_was_reset"),
    ("fix", "keep_schedule_running"),
]


@pytest.mark.parametrize(("kind", "name"), NEW)
def test_a_template_loads_and_names_only_what_exists(copy, kind, name):
    path = scaffold.create(kind, name, copy)
    assert path.is_relative_to(copy / scaffold.FOLDERS[kind])
    kb = loader.load(copy)
    wrong = [problem for rule in lint.RULES[:6] for problem in rule(kb) if path.stem in problem]
    assert wrong == []


def test_a_new_family_is_a_new_folder(copy):
    scaffold.create("cause", "hardware/memory_errors", copy)
    assert loader.load(copy).families["memory_errors"] == "hardware"


@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [
        ("cause", "dead_relu_again", "named family/id"),
        ("finding", "curves/rate_was_reset", "is named id"),
        ("finding", "RateWasReset", "snake_case"),
        ("finding", "rate_was_reset\n", "snake_case"),
        ("cause", "../outside", "snake_case"),
        ("cause", "optimization/dead_relu", "is taken by causes/architecture"),
        ("fix", "dead_relu_units", "is taken by findings"),
    ],
)
def test_a_name_that_will_not_do_is_refused(copy, kind, name, says):
    before = sorted(copy.rglob("*"))
    with pytest.raises(KnowledgeBaseError, match=says):
        scaffold.create(kind, name, copy)
    assert sorted(copy.rglob("*")) == before


def test_the_command_says_why_it_refuses(capsys):
    assert scaffold.main(["fix", "use_leaky_relu"]) == 1
    assert "is taken" in capsys.readouterr().err
