"""Validation that swings: a curve of every step is judged as one of every epoch."""

import numpy as np
import pytest

from probes.catalog import validation_fluctuates


@pytest.mark.parametrize("points", [400, 40_000])
def test_the_noise_of_a_falling_curve_is_found_at_any_length(points):
    place = np.linspace(0, 1, points)
    noise = np.random.default_rng(0).normal(0, 0.05, points)
    found = validation_fluctuates._spread(2.0 / (1.0 + 5.0 * place) + noise)
    assert found == pytest.approx(0.05, rel=0.1)
