"""Samples of one value throughout."""

import numpy as np
import pytest

from tests.probes.catalog.uploads import batch, classes, told

X, Y = classes(600)


@pytest.mark.parametrize("value", [0.0, 1.0, -3.5])
def test_blank_samples_are_counted_whatever_their_value(value):
    x = X.copy()
    x[5:20] = value
    report = told("blank_samples", batch=batch(x=x, y=Y))
    assert (report.state, report.numbers["count"]) == ("present", 15)


def test_ordinary_samples_are_not_blank_and_single_numbers_are_not_judged():
    assert told("blank_samples", batch=batch(x=X, y=Y)).state == "absent"
    assert told("blank_samples", batch=batch(x=X[:5], y=Y[:5])).because == "batch_too_small"
    alone = batch(x=X[:, :1], y=Y)
    assert told("blank_samples", batch=alone).because == "samples_of_few_values"
    broken = np.where(np.arange(len(X))[:, None] < 3, np.nan, X)
    assert told("blank_samples", batch=batch(x=broken, y=Y)).state == "absent"
