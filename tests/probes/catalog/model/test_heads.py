"""The output layer, the loss and the labels must fit one another."""

import numpy as np
import torch
from torch import nn

from tests.probes.catalog.model.patients import (
    batch,
    data,
    exported,
    mlp,
    state,
    told,
    trained,
    upload,
)

F = nn.functional


def with_end(end: nn.Module) -> nn.Module:
    return nn.Sequential(*mlp(), end)


def test_softmax_before_cross_entropy():
    report = told("probabilities_fed_to_logit_loss", upload(with_end(nn.Softmax(-1))))
    assert report.state == "present"
    assert abs(report.numbers["floor"] - np.log(np.e + 3) + 1) < 1e-6
    assert state("probabilities_fed_to_logit_loss", mlp()) == "absent"
    assert state("probabilities_fed_to_logit_loss", with_end(nn.LogSoftmax(-1))) == "absent"


def test_nobody_can_say_without_the_loss():
    x, y = data()
    program = exported(with_end(nn.Softmax(-1)), torch.from_numpy(x[:8]))
    given = {"model": program, "batch": batch(x, y)}
    assert told("probabilities_fed_to_logit_loss", given).because == "loss_not_known"
    said = given | {"loss_function": "cross_entropy"}
    assert told("probabilities_fed_to_logit_loss", said).state == "present"


def test_raw_outputs_into_nll():
    assert state("logits_into_probability_loss", mlp(), loss=F.nll_loss) == "present"
    end = with_end(nn.LogSoftmax(-1))
    assert state("logits_into_probability_loss", end, loss=F.nll_loss) == "absent"


def _regression(end: nn.Module, y: np.ndarray) -> dict:
    x, _ = data()
    model = nn.Sequential(*mlp()[:-1], nn.Linear(32, 1), end)
    return upload(model, loss=F.mse_loss, x=x, y=y.astype("float32"))


def test_targets_that_the_last_activation_cannot_reach():
    y = np.random.default_rng(0).normal(size=(64, 1))
    assert told("output_range_mismatch", _regression(nn.ReLU(), y)).state == "present"
    assert told("output_range_mismatch", _regression(nn.Sigmoid(), 40 * y)).state == "present"
    assert told("output_range_mismatch", _regression(nn.Identity(), y)).state == "absent"
    assert told("output_range_mismatch", _regression(nn.ReLU(), abs(y))).state == "absent"
    assert state("output_range_mismatch", with_end(nn.ReLU())) == "present"


def test_a_summed_loss():
    def summed(output, y):
        return F.cross_entropy(output, y, reduction="sum")

    report = told("loss_reduction_is_sum", upload(mlp(), loss=summed))
    assert report.state == "present"
    assert abs(report.numbers["ratio"] - 2) < 1e-3
    assert state("loss_reduction_is_sum", mlp()) == "absent"


def test_the_parts_of_the_model_are_named():
    given = upload(nn.Sequential(*mlp(), nn.Dropout(0.3), nn.Softmax(-1)))
    assert told("hidden_activation", given).value == "relu"
    assert told("output_activation", given).value == "softmax"
    assert told("dropout_rate", given).value == 0.3
    assert told("parameter_count", given).value == 12 * 32 + 32 + 32 * 32 + 32 + 32 * 4 + 4


def test_layers_without_an_activation_between():
    linear = nn.Sequential(nn.Linear(12, 32), nn.Linear(32, 32), nn.Linear(32, 4))
    report = told("no_activation_between_layers", upload(linear))
    assert (report.state, report.numbers["count"]) == ("present", 2)
    assert state("no_activation_between_layers", mlp()) == "absent"


def test_a_batchnorm_behind_the_output():
    assert state("batchnorm_misplaced", with_end(nn.BatchNorm1d(4))) == "present"
    after = nn.Sequential(
        nn.Linear(12, 16), nn.ReLU(), nn.Dropout(0.5), nn.BatchNorm1d(16), nn.Linear(16, 4)
    )
    assert state("batchnorm_misplaced", after) == "present"
    usual = nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 4))
    assert state("batchnorm_misplaced", usual) == "absent"


def test_running_statistics_of_other_data():
    model = nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 4))
    trained(model)
    assert state("batchnorm_statistics_broken", model) == "absent"
    assert state("train_eval_outputs_differ", model) == "absent"
    with torch.no_grad():
        model[1].running_var.mul_(1e-4)
        model[1].running_mean.add_(10.0)
    assert state("batchnorm_statistics_broken", model) == "present"
    assert state("train_eval_outputs_differ", model) == "present"


def test_statistics_off_the_batch_that_cost_nothing_are_no_fault():
    model = nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 4))
    trained(model)
    model.insert(4, nn.Linear(4, 4))  # of which nothing reaches the output:
    model.insert(4, nn.BatchNorm1d(4))
    with torch.no_grad():
        model[5].weight.zero_()
        model[4].running_var.fill_(1e-4)
    assert state("batchnorm_statistics_broken", model) == "absent"


def test_statistics_of_a_model_that_took_no_step_are_not_judged():
    model = nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 4))
    report = told("batchnorm_statistics_broken", upload(model))
    assert report.because == "batchnorm_looks_fresh"


def test_a_head_that_answers_several_labels_of_a_sample_has_outputs_for_each():
    x, _ = data()
    y = np.random.default_rng(0).integers(0, 4, (len(x), 3))
    model = nn.Sequential(*mlp()[:-1], nn.Linear(32, 12))

    def of_each(output, labels):
        return F.cross_entropy(output.view(-1, 4), labels.view(-1))

    assert state("output_size_mismatch", model, y=y, loss=of_each) == "absent"
