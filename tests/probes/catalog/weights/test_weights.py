"""What weights alone tell: a sick checkpoint, its healthy twin, and one that is not judged."""

import pytest
import torch
from torch import nn

from tests.probes.catalog.uploads import checkpoint, classes, mlp, told, train, weights_only


def state(finding: str, model: nn.Module, **extras) -> str:
    return told(finding, checkpoint=checkpoint(model, **extras)).state


def changed(change, *widths: int, **options) -> nn.Module:
    model = mlp(*(widths or (20, 64, 64, 4)), **options)
    with torch.no_grad():
        change(model)
    return model


def nothing(_model):
    pass


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_a_single_bad_weight_is_found_and_counted(bad):
    def spoil(model):
        model[2].weight[3, 5] = bad

    report = told("non_finite_weights", checkpoint=checkpoint(changed(spoil)))
    assert report.state == "present"
    assert report.numbers["layer"] == "2.weight"
    assert report.numbers["values"] == report.numbers["count"] == 1
    assert state("non_finite_weights", mlp(20, 64, 64, 4)) == "absent"


def test_bad_entries_are_told_from_masks_and_from_what_is_not_read():
    weights = {"fc.weight": torch.randn(8, 8), "causal_mask": torch.full((8, 8), -torch.inf)}
    assert told("non_finite_weights", checkpoint=weights_only(weights)).state == "absent"
    weights["float8.weight"] = torch.randn(8, 8).to(torch.float8_e4m3fn)
    report = told("non_finite_weights", checkpoint=weights_only(weights))
    assert report.because == "weights_partly_unread"


def test_a_constant_matrix_is_found():
    assert state("constant_weights", changed(lambda m: m[2].weight.fill_(0.1))) == "present"
    assert state("constant_weights", changed(nothing)) == "absent"


def test_a_zero_head_is_a_recipe_until_steps_were_taken():
    zero_head = changed(lambda m: m[4].weight.zero_())
    told_nothing = told("constant_weights", checkpoint=checkpoint(zero_head))
    assert told_nothing.because == "zeros_may_be_meant"
    assert state("constant_weights", zero_head, global_step=500) == "present"
    all_zero = changed(lambda m: [layer.weight.zero_() for layer in m if hasattr(layer, "weight")])
    assert state("constant_weights", all_zero) == "present"


def test_copies_stay_copies_after_training():
    x, y = classes()
    model = changed(lambda m: [nn.init.constant_(p, 0.05) for p in m.parameters()])
    optimizer = train(model, torch.optim.Adam, 100, x, y, lr=1e-3)
    report = told("symmetric_weights", checkpoint=checkpoint(model, optimizer))
    assert (report.state, report.numbers["share"]) == ("present", 1.0)
    assert state("symmetric_weights", changed(nothing)) == "absent"


def test_blur_filters_and_unused_tokens_may_be_copies():
    weights = {
        "first.weight": torch.randn(16, 3, 3, 3),
        "blur.weight": torch.ones(16, 1, 3, 3) * torch.tensor([1.0, 2.0, 1.0]),
        "embedding.weight": torch.full((100, 8), 0.1),
    }
    assert told("symmetric_weights", checkpoint=weights_only(weights)).state == "absent"
    narrow = weights_only({"fc.weight": torch.ones(2, 8)})
    assert told("symmetric_weights", checkpoint=narrow).because == "no_layer_to_judge"


def test_a_collapsed_matrix_has_a_low_rank():
    def collapse(model):
        model[2].weight.copy_(torch.outer(torch.randn(64), torch.randn(64)))

    report = told("low_rank_weights", checkpoint=checkpoint(changed(collapse)))
    assert report.state == "present"
    assert report.numbers["rank"] == pytest.approx(1, abs=0.01)
    assert state("low_rank_weights", changed(nothing)) == "absent"


def test_one_strong_direction_alone_is_no_collapse():
    def lean(model):
        model[2].weight.add_(torch.outer(torch.ones(64), torch.ones(64)))

    assert state("low_rank_weights", changed(lean)) == "absent"
    assert told("low_rank_weights", checkpoint=checkpoint(mlp(4, 8, 2))).state == "unknown"


def test_a_standard_normal_start_is_found_after_short_training():
    x, y = classes()

    def trained(change):
        model = changed(change)
        return checkpoint(model, train(model, torch.optim.Adam, 200, x, y, lr=1e-3))

    sick = trained(lambda m: [nn.init.normal_(m[place].weight) for place in (0, 2, 4)])
    report = told("weight_scale_off", checkpoint=sick)
    assert report.state == "present"
    assert report.numbers["ratio"] > 3
    assert told("weight_scale_off", checkpoint=trained(nothing)).state == "absent"


def test_weights_that_training_may_have_grown_are_not_judged():
    large = changed(lambda m: m[2].weight.mul_(30))
    report = told("weight_scale_off", checkpoint=checkpoint(large))
    assert report.because == "weights_may_have_grown"
    tiny = changed(lambda m: [p.mul_(1e-3) for p in m.parameters()])
    assert state("weight_scale_off", tiny) == "present"


def test_small_but_usual_starts_of_transformers_are_healthy():
    weights = {f"block.{n}.fc.weight": torch.randn(64, 64) * 0.02 for n in range(6)}
    assert told("weight_scale_off", checkpoint=weights_only(weights)).state == "absent"


def test_very_large_weights_need_both_conditions():
    assert state("weights_very_large", changed(lambda m: m[2].weight.mul_(3000))) == "present"
    assert state("weights_very_large", changed(nothing)) == "absent"
    unusual = checkpoint(changed(lambda m: m[2].weight.mul_(300)))
    assert told("weights_very_large", checkpoint=unusual).because == "weight_size_in_between"


def test_parameters_are_counted_once_and_buffers_not():
    model = mlp(20, 64, 4, norm=True)
    report = told("parameter_count", checkpoint=checkpoint(model))
    assert report.value == sum(p.numel() for p in model.parameters())
    table = torch.randn(50, 8)
    tied = weights_only({"embedding.weight": table, "head.weight": table})
    assert told("parameter_count", checkpoint=tied).value == 400


def test_batchnorm_is_seen():
    assert state("batchnorm_used", mlp(20, 64, 4, norm=True)) == "present"
    assert state("batchnorm_used", mlp(20, 64, 4)) == "absent"


@pytest.mark.parametrize("variance", [float("nan"), -1.0, 0.0, 1e20])
def test_impossible_statistics_are_found(variance):
    sick = changed(lambda m: m[1].running_var.fill_(variance), norm=True)
    report = told("batchnorm_statistics_broken", checkpoint=checkpoint(sick))
    assert report.state == "present"


def test_statistics_never_updated_count_only_after_steps():
    sick = mlp(20, 64, 4, norm=True)
    assert state("batchnorm_statistics_broken", sick, global_step=500) == "present"
    report = told("batchnorm_statistics_broken", checkpoint=checkpoint(sick))
    assert report.because == "batchnorm_looks_fresh"
    healthy = mlp(20, 64, 4, norm=True)
    healthy(torch.randn(64, 20))
    assert state("batchnorm_statistics_broken", healthy, global_step=500) == "absent"


@pytest.mark.parametrize(
    ("in_train_mode", "updates", "found"), [(0, 500, True), (40, 400, True), (400, 400, False)]
)
def test_training_in_eval_mode_is_seen_by_what_batchnorm_counted(in_train_mode, updates, found):
    model = mlp(20, 64, 4, norm=True)
    for _ in range(in_train_mode):
        model(torch.randn(8, 20))
    told_state = state("train_mode_not_restored", model, global_step=updates)
    assert told_state == ("present" if found else "absent")


def test_layers_frozen_with_statistics_of_their_own_are_not_taken_for_forgotten_ones():
    model = mlp(20, 64, 4, norm=True)
    model[1].running_mean.fill_(0.3)
    report = told("train_mode_not_restored", checkpoint=checkpoint(model, global_step=500))
    assert report.because == "updates_not_counted"
    report = told("train_mode_not_restored", checkpoint=checkpoint(mlp(20, 64, 4)))
    assert report.because == "no_batchnorm_counts"
