"""All that decides how a patient is trained: faults are changes of a recipe."""

import hashlib
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Recipe:
    data: str = "digits"
    samples: int | None = None  # of the training set; None is all
    label_noise: float = 0.0
    labels_shuffled: bool = False
    normalise: bool = True
    validation_scale: float = 1.0  # what validation inputs are multiplied by besides
    bad_inputs: float = 0.0  # share of training samples that hold a NaN
    target_scale: float = 1.0
    majority: float = 0.0  # share of the training set that class 0 is made to have
    shared: float = 0.0  # share of the validation set that is trained on too
    sorted_by_class: bool = False
    augmentation: float = 0.0  # noise added to training inputs, in their standard deviations

    network: str = "mlp"
    width: int = 64
    depth: int = 2
    activation: str = "relu"
    init: str = "default"  # default, zeros, constant, large, small
    dropout: float = 0.0
    batchnorm: bool = False
    head: str = "none"  # none, softmax, relu
    bias: float | None = None  # of hidden layers
    frozen: tuple[str, ...] = ()
    detached: bool = False  # the body's output is cut off from the graph
    root_of_zero: bool = False  # sqrt of a value that is zero at first

    loss: str = "cross_entropy"  # cross_entropy, mse, log_of_probabilities
    optimizer: str = "adam"
    rate: float = 1e-3
    momentum: float = 0.9
    weight_decay: float = 0.0
    adam_epsilon: float = 1e-8
    schedule: str = "none"  # none, cosine, step, restarts, warmup, exponential
    schedule_decay: float = 0.5  # per epoch, of the exponential one
    batch_size: int = 32
    epochs: int = 25
    zero_grad: bool = True
    eval_mode: bool = True
    clip: float | None = None
    stop_early: int | None = None  # epochs without a better validation loss
    pretrained_epochs: int = 0
    pretrained_rate: float = 3e-3
    resumed_at: int | None = None  # epoch at which the optimizer state is lost

    history: str = "csv"  # see histories.py
    every_step: bool = False
    accuracy_logged: bool = True
    rate_logged: bool = True
    seed: int = 0

    @property
    def key(self) -> str:
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:16]
