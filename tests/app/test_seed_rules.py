"""Every rule of the source document is reached in a conversation, in both languages."""

from pathlib import Path

import pytest

from knowledge_base import load
from knowledge_base.loader import read_yaml
from tests.person import consult

KB = load()
HOMES = read_yaml(Path(__file__).parents[1] / "knowledge_base" / "seed_rules.yaml")
SPOKEN = read_yaml(Path(__file__).with_name("rule_words.yaml"))
IN_WORDS_OF_THE_RULE = ("S01", "S02", "S33", "S34")
LANGUAGES = ("en", "zh")
ENTRANCES = [
    (rule, cause, language)
    for rule, home in HOMES.items()
    for cause in home["causes"]
    for language in LANGUAGES
]


@pytest.mark.parametrize(
    ("rule", "cause", "language"), [e for e in ENTRANCES if e[0] in IN_WORDS_OF_THE_RULE]
)
def test_the_rules_own_words_lead_to_its_causes_within_six_answers(client, rule, cause, language):
    state, asked = consult(client, KB, cause, language, SPOKEN[rule][language], most=6)
    assert cause in [entry["id"] for entry in state["causes"][:3]], asked


@pytest.mark.parametrize(
    ("rule", "cause", "language"), [e for e in ENTRANCES if e[0] not in IN_WORDS_OF_THE_RULE]
)
def test_the_symptom_of_the_set_leads_to_every_cause(client, rule, cause, language):
    words = SPOKEN[SPOKEN["where"][rule]][language]
    state, asked = consult(client, KB, cause, language, words, most=15)
    assert cause in [entry["id"] for entry in state["causes"][:5]], asked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", [rule for rule, home in HOMES.items() if home.get("fixes")])
def test_a_fix_of_the_rule_is_among_the_cards(client, rule, language):
    words = SPOKEN[rule if rule in SPOKEN else SPOKEN["where"][rule]][language]
    shown = [
        fix["id"]
        for cause in HOMES[rule]["causes"]
        for fix in consult(client, KB, cause, language, words, most=15)[0]["fixes"]
    ]
    assert set(shown) & set(HOMES[rule]["fixes"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("rule", "cause", "order"),
    [
        (
            "S33",
            "sqrt_at_zero",
            ["inputs_contain_nan", "division_in_model", "square_root_in_model"],
        ),
        (
            "S34",
            "too_few_epochs",
            [
                "gradients_missing",
                "samples_look_mislabelled",
                "lower_rate_helps",
                "batch_size_changed_alone",
                "more_epochs_help",
            ],
        ),
    ],
)
def test_prescribed_orders_are_followed(client, rule, cause, order, language):
    _, asked = consult(client, KB, cause, language, SPOKEN[rule][language], most=6)
    places = [asked.index(finding) for finding in order]
    assert places == sorted(places)
