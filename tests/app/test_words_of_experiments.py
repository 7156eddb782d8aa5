"""Whatever an experiment finds is said in both languages, with its numbers."""

import pytest

from app.present.experiments import knows, verdict
from knowledge_base import load
from probes.trials.conduct import conduct
from probes.trials.everything import everything
from tests.probes.catalog.model.patients import mlp, nn, trained, upload

KB = load()
VERDICTS = {
    "overfit_one_batch": ("fits", "explodes", "up", "oscillates", "stalls"),
    "learning_rate_range_test": ("above", "below", "within", "unknown", "nowhere"),
    "gradient_noise": ("measured", "at_least", "small"),
    "try_fix": ("solved", "partly", "no_change", "worse"),
}


def test_every_verdict_has_its_sentence():
    assert {name for name, _ in everything()} == set(VERDICTS)
    for experiment, verdicts in VERDICTS.items():
        for code in (*verdicts, "budget", "cancelled"):
            assert knows(KB, experiment, code), (experiment, code)
    assert not knows(KB, "try_fix", "whatever")


def test_every_fix_that_can_be_tried_is_in_the_knowledge_base():
    assert {fix for _, fix in everything() if fix} <= set(KB.fixes)


@pytest.mark.parametrize(
    ("experiment", "settings"),
    [
        ("overfit_one_batch", {}),
        ("learning_rate_range_test", {"rate": 1e-2, "optimizer": "adam"}),
        ("learning_rate_range_test", {}),
        ("gradient_noise", {"batch_size": 16}),
        ("try_fix", {"fix": "lower_learning_rate", "rate": 1e-2, "steps": 20}),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_found_is_said_with_its_numbers(experiment, settings, language):
    model = trained(mlp(), 20) if experiment == "gradient_noise" else mlp(3, nn.Tanh)
    told = conduct(upload(model), experiment, settings)
    text = verdict(KB, {"id": experiment, "fix": settings.get("fix"), **told}, language)
    assert any(character.isdigit() for character in text), text
    assert "{" not in text and "None" not in text
    assert told["verdict"] in VERDICTS[experiment]
