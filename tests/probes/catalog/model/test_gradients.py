"""Gradients: missing, zero, vanishing, exploding, wrong."""

import numpy as np
import torch
from torch import nn

from tests.probes.catalog.model.patients import mlp, scaled, state, told, trained, upload

F = nn.functional


class Detached(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body, self.head = mlp()[:2], nn.Linear(32, 4)

    def forward(self, x):
        return self.head(self.body(x).detach())


def test_a_detach_is_found_with_its_line_and_its_victims():
    given = upload(Detached())
    missing, cut = told("gradients_missing", given), told("loss_detached", given)
    assert missing.state == cut.state == "present"
    assert (missing.numbers["count"], missing.numbers["total"]) == (2, 4)
    assert cut.numbers["where"].startswith("test_gradients.py:")
    assert told("gradient_check_fails", given).state == "present"


def test_a_whole_network_has_its_gradients():
    given = upload(trained(mlp(3)))
    for finding in (
        "gradients_missing", "loss_detached", "gradients_all_zero", "gradients_non_finite",
        "gradients_explode", "gradient_check_fails", "one_step_raises_loss", "layers_frozen",
    ):  # fmt: skip
        assert told(finding, given).state == "absent", finding


def test_the_padding_row_of_an_embedding_has_no_gradient_on_purpose():
    class OfWords(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            torch.manual_seed(0)
            self.emb, self.head = nn.Embedding(20, 8, padding_idx=0), nn.Linear(8, 4)
            with torch.no_grad():
                self.emb.weight[0] = 0.1

        def forward(self, x):
            return self.head(self.emb(x).mean(1))

    random = np.random.default_rng(0)
    words = random.integers(1, 20, (64, 6))
    words[:, 4:] = 0
    assert (
        state("gradient_check_fails", OfWords(), x=words, y=random.integers(0, 4, 64)) == "absent"
    )


def test_ten_sigmoids_make_the_gradient_vanish():
    assert state("gradients_vanish", mlp(10, nn.Sigmoid)) == "present"
    assert state("gradients_vanish", scaled(mlp(10), 1.0)) == "absent"


def test_large_weights_make_the_gradient_explode():
    assert state("gradients_explode", scaled(mlp(8), 4.0)) == "present"
    assert state("gradients_explode", scaled(mlp(8), 1.0)) == "absent"


def test_frozen_layers_are_counted():
    model = mlp()
    model[0].requires_grad_(False)
    report = told("layers_frozen", upload(model))
    assert report.state == "present"
    assert report.numbers["count"] == 2


class Backwards(torch.nn.Module):
    """The forward value of x with the gradient of -x."""

    def __init__(self) -> None:
        super().__init__()
        self.body = mlp()

    def forward(self, x):
        out = self.body(x)
        return 2 * out.detach() - out


def test_a_gradient_of_the_wrong_sign_raises_the_loss():
    given = upload(Backwards())
    assert told("one_step_raises_loss", given).state == "present"
    assert told("gradient_check_fails", given).state == "present"


def test_dead_weights_have_no_gradient():
    model = mlp()
    with torch.no_grad():
        model[0].bias.fill_(-100.0)
    assert state("gradients_all_zero", model) == "present"
