"""Weights that the decay has taken: a sick run, its healthy twin, and what is not judged."""

import torch

from tests.probes.catalog.model import patients
from tests.probes.catalog.uploads import checkpoint, classes, mlp, told, train

X, Y = classes()
SHRUNK, PENALTY = "weights_shrunk_by_decay", "penalty_dominates_loss"


def run(make=torch.optim.SGD, norm: bool = False, steps: int = 300, **settings):
    torch.manual_seed(0)
    model = mlp(20, 32, 32, 4, norm=norm)
    return checkpoint(model, train(model, make, steps, X, Y, **settings), global_step=steps)


def test_a_decay_that_wins_leaves_weights_far_below_their_start():
    report = told(SHRUNK, checkpoint=run(lr=0.1, momentum=0.9, weight_decay=0.3))
    assert report.state == "present"
    assert report.numbers["kept"] < 0.05 and report.numbers["decay_leaves"] < 1e-3


def test_usual_decay_and_none_leave_the_weights():
    for decay in (0.0, 5e-4):
        usual = run(lr=0.1, momentum=0.9, weight_decay=decay)
        assert told(SHRUNK, checkpoint=usual).state == "absent"
    adamw = run(torch.optim.AdamW, lr=1e-3, weight_decay=0.05)
    assert told(SHRUNK, checkpoint=adamw).state == "absent"


def test_small_weights_that_a_short_decay_does_not_explain_are_not_its_work():
    torch.manual_seed(0)
    model = mlp(20, 32, 32, 4)
    with torch.no_grad():
        model[0].weight *= 0.1
        model[2].weight *= 0.1
    optimizer = train(model, torch.optim.SGD, 5, X, Y, lr=1e-3, weight_decay=0.1)
    saved = checkpoint(model, optimizer, global_step=5)
    assert told(SHRUNK, checkpoint=saved).state == "absent"


def test_adam_and_networks_with_normalisation_are_not_judged():
    normed = run(norm=True, lr=0.1, weight_decay=0.3)
    assert told(SHRUNK, checkpoint=normed).because == "needs_plain_layers"
    adam = run(torch.optim.Adam, lr=1e-2, weight_decay=1.0)
    assert told(SHRUNK, checkpoint=adam).because == "decay_not_followed"


def held_back(decay: float) -> dict[str, object]:
    torch.manual_seed(0)
    x, y = patients.data(samples=256)
    model = patients.mlp()
    optimizer = train(model, torch.optim.SGD, 400, x, y, lr=0.1, weight_decay=decay)
    return patients.upload(model, x=x, y=y) | {"checkpoint": checkpoint(model, optimizer)}


def test_a_penalty_above_a_loss_that_is_not_low_dominates_where_weights_have_shrunk():
    report = told(PENALTY, **held_back(0.1))
    assert report.state == "present"
    assert 0.1 < report.numbers["loss"] / report.numbers["chance"] < 0.5
    assert report.numbers["kept"] < 1
    assert told(PENALTY, **held_back(1e-3)).state == "absent"
