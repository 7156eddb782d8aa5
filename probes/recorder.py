"""Writes what a training run shows, as JSON lines that whyloss reads; one file, PyTorch alone.

Copy it beside your training script, or import it:

    with Recorder("run.jsonl", model, optimizer) as recorder:
        for x, y in loader:
            loss = criterion(model(x), y)
            loss.backward()
            recorder.clip(1.0)                     # instead of clip_grad_norm_, where you clip
            optimizer.step()                       # or scaler.step(optimizer)
            optimizer.zero_grad()
            recorder.step(loss)                    # last, once for every backward
        recorder.log(epoch=1, validation_loss=0.7, validation_accuracy=0.8)

Every `every` steps one row: mean loss since the last row, rate, gradient norm before and after
clipping, loss scale; and for each layer update_ratio/NAME (length of the update over length of
the weights) and dead/NAME (share of output units without any gradient in this step).
"""

import json
from collections.abc import Iterator
from pathlib import Path

import torch

EVERY = 50  # steps between rows; what it costs: benchmarks/recorder_overhead.py
LAYERS_EVERY = 4  # rows between those with layers
SAMPLE = 65_536  # weights of a tensor that are compared across a step; bounds the memory
TINY = 1e-12  # weights of length zero
TABLES = (torch.nn.Embedding, torch.nn.EmbeddingBag)  # their unseen rows are not dead


class Recorder:
    """Right under GradScaler (pass it) and gradient accumulation (say how many backwards a step
    has). It never changes a gradient or a weight, apart from `clip`, which you call."""

    def __init__(
        self,
        path: str | Path,
        model: torch.nn.Module,
        optimizer: torch.optim.Optimizer,
        scaler: "torch.amp.GradScaler | None" = None,
        accumulate: int = 1,
        every: int = EVERY,
    ):
        self.optimizer = getattr(optimizer, "optimizer", optimizer)  # accelerate wraps it
        self.model, self.scaler = model, scaler
        self.accumulate, self.every = accumulate, every
        self.turns = self.rows = self._losses = 0
        self._sum: torch.Tensor | float = 0.0
        self._norm: torch.Tensor | None = None
        self._seen: dict[str, torch.Tensor] = {}
        self._before: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}
        self._file = Path(path).open("w", buffering=1, encoding="utf-8")  # noqa: SIM115
        self._hooks = [
            self.optimizer.register_step_pre_hook(self._on_step),
            self.optimizer.register_step_post_hook(self._after_step),
        ]

    def step(self, loss: torch.Tensor | float | None = None) -> None:
        """At the end of every turn of the loop; the loss as you want to read it."""
        if loss is not None:
            self._sum = self._sum + (loss.detach() if isinstance(loss, torch.Tensor) else loss)
            self._losses += 1
        self.turns += 1
        if self.turns % self.accumulate == 0 and self._is_due(self.turns // self.accumulate):
            self._row()

    def clip(self, limit: float) -> torch.Tensor:
        """clip_grad_norm_ over the optimizer's parameters; its norm goes into the row."""
        if self.scaler is not None:
            self.scaler.unscale_(self.optimizer)
        parameters = [p for group in self.optimizer.param_groups for p in group["params"]]
        self._norm = torch.nn.utils.clip_grad_norm_(parameters, limit)
        return self._norm

    def log(self, **numbers: float) -> None:
        """A row of your own, such as the validation at the end of an epoch."""
        self._write({"step": self.steps} | {name: float(n) for name, n in numbers.items()})

    @property
    def is_open(self) -> bool:
        return not self._file.closed

    @property
    def steps(self) -> int:
        """Steps tried so far, those that a loss scale skipped among them."""
        return self.turns // self.accumulate

    def close(self) -> None:
        """Take the hooks away and write what has not been written."""
        for hook in self._hooks:
            hook.remove()
        if self.is_open:
            if self._losses:
                self._row()
            self._file.close()

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _is_due(self, step: int) -> bool:
        return step == 1 or step % self.every == 0

    def _on_step(self, _: object, given: tuple, named: dict) -> None:
        closures = (*given[1:], *named.values())
        if not any(closures):  # a closure has its gradients later: call before_step in it
            self.before_step()

    def before_step(self) -> None:
        """Measure the gradients as they are; called by itself unless the step takes a closure."""
        self.turns += (-self.turns - 1) % self.accumulate  # a short window at an epoch's end
        if self._is_due(self.steps + 1) and "gradient_norm" not in self._seen:
            self._measure()

    @torch.no_grad()
    def _measure(self) -> None:
        gradients = [p.grad for _, p in self._trained()]
        if not gradients:
            return
        after = torch.nn.utils.get_total_norm([_dense(g) for g in gradients]) / self._still_scaled()
        self._seen["gradient_norm"] = after if self._norm is None else self._norm
        if self._norm is not None:
            self._seen["clipped_gradient_norm"] = after
        if self.rows % LAYERS_EVERY == 0:
            self._seen |= {f"dead/{name}": share for name, share in self._dead_shares()}
            weights = ((name, p) for name, p in self._trained() if p.ndim > 1)
            self._before = {name: (p, _sample(p).clone()) for name, p in weights}

    def _after_step(self, *_: object) -> None:
        self._norm = None
        if self._before:
            self._compare()

    @torch.no_grad()
    def _compare(self) -> None:
        for name, (weight, old) in self._before.items():
            update = (_sample(weight) - old).norm() / old.norm().clamp_min(TINY)
            self._seen[f"update_ratio/{name.removesuffix('.weight')}"] = update
        self._before = {}

    def _row(self) -> None:
        row: dict[str, float] = {"step": self.steps}
        if self._losses:
            self._seen["train_loss"] = torch.as_tensor(self._sum / self._losses)
        row["learning_rate"] = float(self.optimizer.param_groups[0]["lr"])
        if self.scaler is not None:
            row["loss_scale"] = self.scaler.get_scale()
        row |= _numbers(self._seen)
        self._seen, self._sum, self._losses, self._norm = {}, 0.0, 0, None
        self.rows += 1
        self._write(row)

    def _write(self, row: dict[str, float]) -> None:
        self._file.write(json.dumps(row) + "\n")

    def _trained(self) -> Iterator[tuple[str, torch.nn.Parameter]]:
        for name, parameter in self.model.named_parameters():
            if parameter.grad is not None:
                yield name, parameter

    def _dead_shares(self) -> Iterator[tuple[str, torch.Tensor]]:
        for layer, module in self.model.named_modules():
            weight = getattr(module, "weight", None)
            if not isinstance(weight, torch.nn.Parameter) or weight.ndim < 2:
                continue
            if weight.grad is None or isinstance(module, TABLES):
                continue
            yield layer, (weight.grad.flatten(1).abs().amax(1) == 0).float().mean()

    def _still_scaled(self) -> torch.Tensor | float:
        """Fused optimizers unscale the gradients inside their step; GradScaler hands the scale."""
        scale = getattr(self.optimizer, "grad_scale", None)
        return 1.0 if scale is None else scale


def _sample(weight: torch.Tensor) -> torch.Tensor:
    flat = weight.detach().flatten()
    return flat[:: max(1, flat.numel() // SAMPLE)].float()


def _dense(gradient: torch.Tensor) -> torch.Tensor:
    return gradient.coalesce().values() if gradient.is_sparse else gradient


def _numbers(scalars: dict[str, torch.Tensor]) -> dict[str, float]:
    """One wait for the device instead of one a number."""
    if not scalars:
        return {}
    device = next(iter(scalars.values())).device
    stacked = torch.stack(
        [s.detach().to(device, torch.float32).reshape(()) for s in scalars.values()]
    )
    return dict(zip(scalars, stacked.tolist(), strict=True))


def trainer_callback(path: str | Path, every: int = EVERY):
    """For Hugging Face: Trainer(..., callbacks=[trainer_callback("run.jsonl")])."""
    from transformers import TrainerCallback

    class WhylossCallback(TrainerCallback):
        def on_train_begin(self, *_, model, optimizer, **__):
            self.recorder = Recorder(path, model, optimizer, every=every)

        def on_step_end(self, *_, **__):
            self.recorder.step()

        def on_log(self, *_, logs, **__):
            named = {"loss": "train_loss", "eval_loss": "validation_loss"}
            if self.recorder.is_open:  # the summary of a run comes after its end
                self.recorder.log(**{named.get(name, name): told for name, told in logs.items()})

        def on_train_end(self, *_, **__):
            self.recorder.close()

    return WhylossCallback()


def lightning_callback(path: str | Path, every: int = EVERY):
    """For Lightning: Trainer(..., callbacks=[lightning_callback("run.jsonl")])."""
    try:
        from lightning.pytorch import Callback
    except ImportError:
        from pytorch_lightning import Callback

    class WhylossCallback(Callback):
        def on_fit_start(self, trainer, model):
            scaler = getattr(trainer.precision_plugin, "scaler", None)
            backwards = trainer.accumulate_grad_batches
            optimizer = trainer.optimizers[0]
            self.recorder = Recorder(path, model, optimizer, scaler, backwards, every)

        def on_before_optimizer_step(self, *_):
            self.recorder.before_step()

        def on_train_batch_end(self, _, __, outputs, *___):
            self.recorder.step(outputs["loss"])

        def on_validation_epoch_end(self, trainer, _):
            numbers = {k: v for k, v in trainer.callback_metrics.items() if "val" in k}
            if numbers and not trainer.sanity_checking:
                self.recorder.log(epoch=trainer.current_epoch, **numbers)

        def teardown(self, *_, **__):
            self.recorder.close()

    return WhylossCallback()
