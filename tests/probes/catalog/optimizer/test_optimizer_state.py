"""What the optimizer's memory tells: sick runs, their healthy twins, and what is not judged."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.probes.catalog.history.synthetic import history_of
from tests.probes.catalog.uploads import checkpoint, classes, mlp, told, train

X, Y = classes()


def run(model: nn.Module, make=torch.optim.Adam, steps: int = 150, loss=None, x=X, y=Y, **settings):
    torch.manual_seed(1)
    optimizer = train(model, make, steps, x, y, loss, **{"lr": 1e-3, **settings})
    return checkpoint(model, optimizer)


def deep(activation, depth: int = 10) -> nn.Module:
    torch.manual_seed(0)
    layers = [nn.Linear(20, 32), activation()]
    for _ in range(depth - 2):
        layers += [nn.Linear(32, 32), activation()]
    return nn.Sequential(*layers, nn.Linear(32, 4))


HEALTHY = run(mlp(20, 64, 64, 4))


@pytest.mark.parametrize("make", [torch.optim.Adam, torch.optim.RMSprop])
def test_gradients_vanish_in_ten_sigmoid_layers_and_not_in_relu(make):
    report = told("gradients_vanish", checkpoint=run(deep(nn.Sigmoid), make))
    assert report.state == "present"
    assert report.numbers["ratio"] < 1e-5
    assert told("gradients_vanish", checkpoint=run(deep(nn.ReLU), make)).state == "absent"


def test_vanishing_shows_in_momentum_too():
    sick = run(deep(nn.Sigmoid), torch.optim.SGD, momentum=0.9)
    assert told("gradients_vanish", checkpoint=sick).state == "present"


def test_two_layers_or_a_few_steps_say_nothing_of_vanishing():
    assert told("gradients_vanish", checkpoint=run(mlp(20, 8, 4))).because == "too_few_layers"
    short = run(deep(nn.Sigmoid), steps=3)
    assert told("gradients_vanish", checkpoint=short).because == "too_few_steps"
    without = checkpoint(mlp(20, 64, 64, 4))
    assert told("gradients_vanish", checkpoint=without).because == "needs_optimizer_state"
    plain = run(deep(nn.Sigmoid), torch.optim.SGD)
    assert told("gradients_vanish", checkpoint=plain).because == "needs_gradient_records"


def half_dead() -> nn.Module:
    model = mlp(20, 64, 64, 4)
    with torch.no_grad():
        model[2].bias[:32] = -50
    return model


@pytest.mark.parametrize("finding", ["dead_relu_units", "dead_weight_rows"])
def test_dead_units_are_counted_exactly(finding):
    report = told(finding, checkpoint=run(half_dead()))
    assert (report.state, report.numbers["share"]) == ("present", 0.5)
    assert told(finding, checkpoint=HEALTHY).state == "absent"
    hidden = told(finding, checkpoint=run(half_dead(), weight_decay=0.01))
    assert hidden.state == "unknown"


def test_a_layer_cut_off_from_the_loss_has_zero_gradients():
    class CutOff(nn.Module):
        def __init__(self):
            super().__init__()
            self.body, self.head = mlp(20, 32, 32), nn.Linear(32, 4)

        def forward(self, x):
            return self.head(self.body(x) * 0)

    report = told("gradients_all_zero", checkpoint=run(CutOff()))
    assert report.state == "present"
    assert report.numbers["layer"] == "body.0.weight"
    assert told("gradients_all_zero", checkpoint=HEALTHY).state == "absent"
    short = run(CutOff(), steps=2)
    assert told("gradients_all_zero", checkpoint=short).because == "too_few_steps"


def test_steps_are_measured_against_the_weights():
    assert told("update_ratio_too_high", checkpoint=run(mlp(20, 64, 64, 4), lr=0.1)).state == (
        "present"
    )
    assert told("update_ratio_too_low", checkpoint=run(mlp(20, 64, 64, 4), lr=1e-7)).state == (
        "present"
    )
    for finding in ("update_ratio_too_high", "update_ratio_too_low"):
        assert told(finding, checkpoint=HEALTHY).state == "absent"


def test_first_steps_and_lowered_rates_are_not_judged():
    first = run(mlp(20, 64, 64, 4), steps=5, lr=0.1)
    assert told("update_ratio_too_high", checkpoint=first).because == "too_few_steps"
    model = mlp(20, 64, 64, 4)
    optimizer = train(model, torch.optim.Adam, 50, X, Y, lr=1e-3)
    optimizer.param_groups[0].update(initial_lr=1e-3, lr=1e-9)
    report = told("update_ratio_too_low", checkpoint=checkpoint(model, optimizer))
    assert report.because == "rate_was_lowered"


def test_tiny_rates_make_gradients_agree():
    sick = run(mlp(20, 64, 64, 4), lr=1e-6, steps=400)
    report = told("gradients_always_agree", checkpoint=sick)
    assert report.state == "present"
    assert told("gradients_always_agree", checkpoint=HEALTHY).state == "absent"
    sgd = run(mlp(20, 64, 64, 4), torch.optim.SGD, momentum=0.9)
    assert told("gradients_always_agree", checkpoint=sgd).because == "optimizer_without_moments"


def test_epsilon_rules_where_gradients_vanish():
    report = told("epsilon_dominates", checkpoint=run(deep(nn.Sigmoid)))
    assert report.state == "present"
    assert told("epsilon_dominates", checkpoint=HEALTHY).state == "absent"
    tiny = run(mlp(20, 64, 64, 4), loss=lambda out, y: nn.functional.cross_entropy(out, y) * 1e-9)
    assert told("epsilon_dominates", checkpoint=tiny).because == "gradients_tiny_everywhere"


def clipped(threshold: float | None):
    torch.manual_seed(2)
    model = mlp(20, 64, 64, 4)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(100):
        picked = torch.randint(len(X), (32,))
        optimizer.zero_grad()
        out = model(torch.as_tensor(X[picked]))
        nn.functional.cross_entropy(out, torch.as_tensor(Y[picked])).backward()
        if threshold:
            nn.utils.clip_grad_norm_(model.parameters(), threshold)
        optimizer.step()
    return model, optimizer


def test_a_threshold_that_always_clips_is_recovered():
    report = told("clipping_always_active", checkpoint=checkpoint(*clipped(0.1)))
    assert report.state == "present"
    assert report.numbers["norm"] == pytest.approx(0.1, rel=1e-3)
    assert told("clipping_always_active", checkpoint=checkpoint(*clipped(None))).state == "absent"
    named = checkpoint(*clipped(0.123), args={"max_grad_norm": 0.123})
    assert told("clipping_always_active", checkpoint=named).state == "present"
    short = run(mlp(20, 8, 4), steps=4)
    assert told("clipping_always_active", checkpoint=short).because == "too_few_steps"


def frozen(model: nn.Module, names: list[str]):
    for name in names:
        model.get_parameter(name).requires_grad_(False)
    return model


def test_layers_without_gradient_are_found_where_they_look_forgotten():
    middle = frozen(mlp(20, 64, 64, 64, 4), ["2.weight", "2.bias", "4.weight", "4.bias"])
    report = told("parameters_not_updated", checkpoint=run(middle))
    assert (report.state, report.numbers["layer"]) == ("present", "2.weight")
    assert told("parameters_not_updated", checkpoint=HEALTHY).state == "absent"
    new_front = frozen(mlp(20, 64, 64, 4), ["0.weight", "0.bias", "2.weight", "2.bias"])
    assert told("parameters_not_updated", checkpoint=run(new_front)).state == "present"


def test_a_pretrained_backbone_may_be_frozen():
    model = mlp(20, 64, 64, 4)
    train(model, torch.optim.Adam, 200, X, Y, lr=1e-3)
    frozen(model, ["0.weight", "0.bias", "2.weight", "2.bias"])
    report = told("parameters_not_updated", checkpoint=run(model))
    assert report.because == "looks_like_frozen_backbone"


def only(model: nn.Module, *names: str):
    given = [model.get_parameter(name) for name in names]
    optimizer = torch.optim.Adam(given, lr=1e-3)
    for _ in range(30):
        nn.functional.cross_entropy(model(torch.as_tensor(X)), torch.as_tensor(Y)).backward()
        optimizer.step()
        model.zero_grad()
    return checkpoint(model, optimizer)


def test_parameters_that_the_optimizer_was_not_given():
    model = mlp(20, 64, 48, 4)
    report = told("parameters_missing_from_optimizer", checkpoint=only(model, "0.weight", "0.bias"))
    assert report.state == "present"
    assert (report.numbers["held"], report.numbers["total"]) == (2, 6)
    assert told("parameters_missing_from_optimizer", checkpoint=HEALTHY).state == "absent"


def test_an_optimizer_that_began_anew():
    model = mlp(20, 64, 4)
    optimizer = train(model, torch.optim.Adam, 40, X, Y, lr=1e-3)

    def report(step):
        return told("optimizer_state_missing", checkpoint=checkpoint(model, optimizer, step=step))

    assert report(1530).state == "present"
    assert report(40).state == "absent"
    assert report(160).because == "steps_may_be_accumulated"
    alone = told("optimizer_state_missing", checkpoint=checkpoint(model, step=500))
    assert alone.because == "no_optimizer_state_saved"


def test_untouched_rows_of_an_embedding():
    class Words(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.head = nn.Embedding(100, 8), nn.Linear(8, 4)

        def forward(self, ids):
            return self.head(self.embedding(ids).mean(1))

    few, many = torch.randint(20, (256, 6)), torch.randint(100, (256, 6))
    report = told("embedding_rows_never_moved", checkpoint=run(Words(), x=few))
    assert report.state == "present"
    assert report.numbers["share"] == pytest.approx(0.8, abs=0.02)
    healthy = run(Words(), x=many)
    assert told("embedding_rows_never_moved", checkpoint=healthy).state == "absent"
    assert told("embedding_rows_never_moved", checkpoint=HEALTHY).because == "no_embedding_here"


@pytest.mark.parametrize(
    ("make", "settings", "kind"),
    [
        (torch.optim.SGD, {}, "sgd"),
        (torch.optim.SGD, {"momentum": 0.9}, "sgd_momentum"),
        (torch.optim.Adam, {}, "adam"),
        (torch.optim.AdamW, {}, "adamw"),
        (torch.optim.RMSprop, {}, "rmsprop"),
        (torch.optim.Adagrad, {}, "adagrad"),
        (torch.optim.Adadelta, {}, "other"),
    ],
)
def test_the_kind_of_optimizer(make, settings, kind):
    found = run(mlp(20, 8, 4), make, steps=3, **settings)
    assert told("optimizer", checkpoint=found).value == kind
    assert told("optimizer", checkpoint=checkpoint(mlp(20, 8, 4))).because == (
        "needs_optimizer_state"
    )


def test_settings_are_read():
    adam = run(mlp(20, 8, 4), steps=3, eps=1e-6, weight_decay=0.02)
    assert told("adam_epsilon", checkpoint=adam).value == 1e-6
    assert told("weight_decay", checkpoint=adam).value == 0.02
    assert told("momentum", checkpoint=adam).because == "optimizer_without_momentum"
    sgd = run(mlp(20, 8, 4), torch.optim.SGD, steps=3, momentum=0.95)
    assert told("momentum", checkpoint=sgd).value == 0.95
    assert told("adam_epsilon", checkpoint=sgd).because == "optimizer_without_epsilon"


@pytest.mark.parametrize("make", [torch.optim.Adam, torch.optim.RMSprop])
def test_the_size_of_the_inputs_is_told_without_a_batch(make):
    large = run(mlp(20, 64, 64, 4), make, x=60 * X)
    assert told("inputs_badly_scaled", checkpoint=large).state == "present"
    assert told("inputs_badly_scaled", checkpoint=run(mlp(20, 64, 64, 4), make)).state == "absent"


def test_one_wild_feature_is_told_without_a_batch():
    x = X.copy() if hasattr(X, "copy") else X.clone()
    x[:, 3] *= 3000
    report = told("feature_scales_differ", checkpoint=run(mlp(20, 64, 64, 4), x=x))
    assert (report.state, report.numbers["column"]) == ("present", "#3")
    assert told("feature_scales_differ", checkpoint=HEALTHY).state == "absent"


def test_a_normalisation_behind_the_first_layer_hides_the_size_of_the_inputs():
    model = nn.Sequential(nn.Linear(20, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 4))
    assert told("inputs_badly_scaled", checkpoint=run(model, x=60 * X)).because == "needs_batch"


def test_a_loss_without_a_lowest_point_keeps_its_gradients_in_line():
    def endless(output, target):
        return output[torch.arange(len(target)), target].mean()

    sick = told("gradients_agree_in_large_steps", checkpoint=run(mlp(20, 64, 4), loss=endless))
    assert sick.state == "present" and sick.numbers["share"] > 0.5
    assert told("gradients_agree_in_large_steps", checkpoint=HEALTHY).state == "absent"
    slow = run(mlp(20, 64, 64, 4), lr=1e-6)
    assert told("gradients_agree_in_large_steps", checkpoint=slow).state == "absent"


def test_an_optimizer_that_stepped_nothing_is_told_by_its_empty_memory():
    losses = history_of(epoch=np.arange(1, 9), train_loss=np.full(8, 1.6))
    others = torch.optim.Adam(mlp(20, 64, 64, 4).parameters())  # of a model that was replaced
    unused = {"history": losses, "checkpoint": checkpoint(mlp(20, 64, 64, 4), others)}
    assert told("optimizer_remembers_nothing", **unused).state == "present"
    assert told("parameters_missing_from_optimizer", **unused).because == "parameters_not_matched"
    used = {"history": losses, "checkpoint": HEALTHY}
    assert told("optimizer_remembers_nothing", **used).state == "absent"
    plain = {"history": losses, "checkpoint": run(mlp(20, 8, 4), torch.optim.SGD)}
    assert told("optimizer_remembers_nothing", **plain).because == "needs_gradient_records"


def test_weights_of_a_shape_that_no_group_holds_are_missing_whatever_the_order():
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv1d(1, 8, 3), nn.ReLU(), nn.Conv1d(8, 8, 3), nn.ReLU(), nn.Flatten(),
        nn.Linear(128, 32), nn.ReLU(), nn.Linear(32, 4),
    )  # fmt: skip
    decayed = [p for p in model.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW([{"params": decayed}, {"params": others, "weight_decay": 0.0}])
    for _ in range(30):
        optimizer.zero_grad()
        nn.functional.cross_entropy(
            model(torch.as_tensor(X)[:, None]), torch.as_tensor(Y)
        ).backward()
        optimizer.step()
    report = told("parameters_missing_from_optimizer", checkpoint=checkpoint(model, optimizer))
    assert (report.state, report.numbers["layer"]) == ("present", "0.weight")
