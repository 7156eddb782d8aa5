"""An honest person: knows the settings and the code of the run, and says so; else "don't know"."""

from dataclasses import dataclass
from functools import cached_property

from engine import Evidence
from knowledge_base import KnowledgeBase
from tests.clinic.activations import ACTIVATIONS
from tests.clinic.data import Data, prepared
from tests.clinic.layers import Steep
from tests.clinic.networks import network
from tests.clinic.recipe import Recipe
from tests.clinic.training import outputs

FEW = 150  # training samples that anybody calls few
ARCHITECTURES = {
    "mlp": "mlp", "funnel": "mlp", "residual": "mlp", "bag": "mlp", "cnn": "cnn", "resnet": "cnn",
    "gru": "rnn", "lstm": "rnn", "transformer": "transformer", "prenorm": "transformer",
    "normed": "mlp", "gated": "mlp", "lowrank": "mlp", "mixer": "mlp", "vgg": "cnn",
    "separable": "cnn", "temporal": "cnn", "textcnn": "cnn", "bigru": "rnn", "vit": "transformer",
}  # fmt: skip
LOSSES = {"binary": "bce_with_logits", "mse_of_ids": "mse", "mse_broadcast": "mse"}
LIBRARY_LOSSES = ("cross_entropy", "nll", "mse", "l1")
FOR_QUANTITIES = ("mse", "l1", "mse_of_ids")
HIDDEN = {"gelu": "gelu_like", "silu": "gelu_like"}
SCHEDULES = {"restarts": "cosine", "warmup": "warmup_decay"}


@dataclass(frozen=True)
class Person:
    recipe: Recipe
    twin: Recipe  # the settings before the fault came in: what was changed lately

    @cached_property
    def data(self) -> Data:
        return prepared(self.recipe)

    @cached_property
    def weights(self) -> int:
        model = network(self.recipe, self.data.x.shape[1:], outputs(self.recipe, self.data))
        return sum(parameter.numel() for parameter in model.parameters())

    def answer(self, kb: KnowledgeBase, finding: str) -> Evidence:
        if listed := kb.findings[finding].listed:
            return self._pick(finding, listed)
        value = self._settings().get(finding)
        if value is not None:
            return Evidence(finding, "present", value, source="asked")
        known = self._facts().get(finding)
        state = "unknown" if known is None else "present" if known else "absent"
        return Evidence(finding, state, source="asked")

    def _pick(self, finding: str, listed: dict[str, str]) -> Evidence:
        facts = self._facts()
        for option, means in listed.items():
            if facts.get(means):
                return Evidence(finding, "present", option, source="asked")
        sure = all(facts.get(means) is False for means in listed.values())
        if sure:
            return Evidence(finding, "present", "none_of_these", source="asked")
        return Evidence(finding, "unknown", source="asked")

    def _settings(self) -> dict[str, float | str | None]:
        r = self.recipe
        sgd, adam = r.optimizer == "sgd", r.optimizer.startswith("adam")
        custom = r.loss not in LIBRARY_LOSSES and r.loss not in LOSSES
        return {
            "learning_rate": r.rate,
            "optimizer": "sgd_momentum" if sgd and r.momentum else r.optimizer,
            "momentum": r.momentum if sgd else None,
            "adam_epsilon": r.adam_epsilon if adam else None,
            "batch_size": float(r.batch_size),
            "epochs_done": float(r.epochs),
            "dropout_rate": r.dropout,
            "weight_decay": r.weight_decay,
            "gradient_clip_norm": r.clip,
            "parameter_count": float(self.weights),
            "sample_count": float(len(self.data.y)),
            "class_count": float(self.data.classes) if self.data.classes else None,
            "architecture": ARCHITECTURES[r.network],
            "task": self._task(),
            "loss_function": "custom" if custom else LOSSES.get(r.loss, r.loss),
            "hidden_activation": self._hidden(),
            "output_activation": r.head,
            "schedule": SCHEDULES.get(r.schedule, r.schedule),
            "precision": "float32",
            "framework": "pytorch",
        }

    def _task(self) -> str:
        kinds = {0: "regression", 2: "binary_classification"}
        return kinds.get(self.data.classes, "classification")

    def _hidden(self) -> str:
        r = self.recipe
        if r.linear_layers >= r.depth:
            return "none"
        kind = "tanh" if r.activation.startswith("steep") else r.activation
        return HIDDEN.get(kind, kind)

    def _facts(self) -> dict[str, bool]:
        r = self.recipe
        return self._code(r) | self._data(r) | self._run(r)

    def _code(self, r: Recipe) -> dict[str, bool]:
        custom_loss = r.loss not in (*LIBRARY_LOSSES, "binary", "mse_of_ids") or r.second_term > 0
        own_layers = r.front != "none" or r.mixed > 0 or r.backward_flipped > 0
        return {
            "batchnorm_used": r.batchnorm,
            "custom_loss": custom_loss,
            "custom_layers": own_layers or ACTIVATIONS[r.activation]().__class__ is Steep,
            "hand_written_backward": r.backward_flipped > 0,
            "own_weight_init": r.init != "default" or r.init_gain != 1 or r.bias is not None,
            "metric_written_by_hand": r.metric != "accuracy",
            "gradients_not_zeroed": r.zero_grad_every != 1,
            "training_data_unshuffled": r.sorted_by_class,
            "layers_frozen": r.frozen != 0,
            "parameters_missing_from_optimizer": r.left_out != 0,
            "no_eval_mode_in_validation": not r.eval_mode,
            "loss_detached": r.detached,
            "probabilities_fed_to_logit_loss": r.loss == "cross_entropy"
            and r.head in ("softmax", "sigmoid"),
            "logits_into_probability_loss": r.loss == "nll",
            "no_activation_between_layers": r.linear_layers >= r.depth,
            "loss_does_not_fit_task": r.loss in FOR_QUANTITIES and self.data.classes > 0,
            "shape_warning": r.loss == "mse_broadcast",
            "division_in_model": r.front == "unit_norm",
            "square_root_in_model": r.front == "root",
            "loss_reduction_is_sum": False,
            "scheduler_stepped_per_batch": False,
            "decay_compounds": False,
            "train_mode_not_restored": False,
            "optimizer_stepped_wrongly": False,
            "scaler_fitted_on_all_data": False,
        } | ({} if r.second_term else {"loss_terms_differ_in_size": False})

    def _data(self, r: Recipe) -> dict[str, bool]:
        facts = {
            "augmentation_used": r.augmentation > 0,
            "augmentation_on_validation": False,
            "preprocessing_differs": r.validation_scale != 1,
            "sets_differ": r.validation_shift != 0,
            "inputs_badly_scaled": not r.normalise,
            "targets_badly_scaled": r.target_scale > 1,
            "small_validation_set": len(self.data.y_validation) < FEW / 2,
            "far_more_weights_than_samples": self.weights > 1000 * len(self.data.y),
        }
        return facts | ({"few_training_samples": True} if len(self.data.y) <= FEW else {})

    def _run(self, r: Recipe) -> dict[str, bool]:
        regularisers = (r.dropout > 0, r.weight_decay > 0, r.augmentation > 0)
        return {
            "rate_never_lowered": r.schedule == "none",
            "no_warmup": r.schedule != "warmup",
            "resumed_from_checkpoint": r.resumed_at is not None,
            "optimizer_state_missing": r.resumed_at is not None,
            "fine_tuning": r.pretrained_epochs > 0,
            "large_network_from_scratch": False,
            "deep_without_shortcuts": False,
            "network_very_small": r.width <= 4,
            "loss_averaged_over_epoch": not r.every_step,
            "regularisation_active_in_training": r.dropout > 0 or r.augmentation > 0,
            "several_regularisers_from_start": sum(regularisers) > 1,
            "batch_size_changed_alone": r.batch_size != self.twin.batch_size
            and r.rate == self.twin.rate,
        } | ({} if r.clip else {"clipping_always_active": False})
