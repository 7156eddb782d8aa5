"""Long random lives of consultations and jobs against a model of a hundred lines."""

from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from benchmarks.reliable.claim import Claim
from tests.app.jobs.test_machine import Service


class Counted(Service):
    """Counts what was done, so that the table tells how much was tried."""

    lives = steps = 0

    def __init__(self):
        super().__init__()
        Counted.lives += 1

    def check_invariants(self, *arguments, **options):
        Counted.steps += 1
        super().check_invariants(*arguments, **options)


def measure(_folder: Path, lives: int) -> list[Claim]:
    patience = settings(
        max_examples=lives, stateful_step_count=40, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None,
    )  # fmt: skip
    broken = ""
    try:
        run_state_machine_as_test(Counted, settings=patience)
    except AssertionError as error:
        broken = str(error).splitlines()[0][:80] or "an assertion"
    what = f"{Counted.lives} random lives with {Counted.steps} steps agree with the model"
    return [Claim(what, "all", broken or "all", not broken)]
