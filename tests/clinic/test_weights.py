"""The weights of reports are fitted so that what comes together is not counted over and over."""

import torch

from benchmarks.clinic.weights import Design, _fit, _named, written

CAUSES, REPORTS = ("a", "b"), [("dull", "present"), ("dull", "absent"), ("odd", "present")]


def test_a_cause_that_is_named_wrongly_whenever_a_report_is_there_loses_by_that_report():
    runs = 40
    design = Design(
        offset=torch.tensor([[2.0, 0.0]]).repeat(runs, 1),
        seen=torch.tensor([[1.0, 0.0, 0.0]]).repeat(runs, 1),
        right=torch.tensor([[False, True]]).repeat(runs, 1),
    )
    added = _fit(design)
    log = design.offset + design.seen @ added
    assert (log[:, 1] > log[:, 0]).all()
    assert added[1:].abs().max() < 1e-6  # nothing was seen of the others


def test_weights_that_say_nothing_are_not_written():
    added = torch.tensor([[0.5, -0.5], [0.02, 0.0], [0.0, 0.03]])
    reports = [("dull", "present"), ("dull", "absent"), ("odd", "present"), ("odd", "absent")]
    named = _named(CAUSES, reports, torch.cat([added, torch.zeros(1, 2)]))
    assert named == {"a": {"dull": (0.5, 0.02)}, "b": {"dull": (-0.5, 0.0)}}
    assert written(named).splitlines()[2:] == [
        "a:",
        "  dull: [0.5, 0.02]",
        "b:",
        "  dull: [-0.5, 0]",
    ]
