"""All that decides how a patient is trained: faults are changes of a recipe."""

import hashlib
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Recipe:
    data: str = "digits"
    samples: int | None = None  # of the training set; None is all
    unique_samples: int | None = None  # the rest of the training set are copies of these
    validation_rows: int | None = None  # None is all that were held back
    label_noise: float = 0.0
    labels_shuffled: float = 0.0  # share of the training set that gets another sample's label
    labels_permuted: int = 0  # classes that validation numbers otherwise
    labels_minus_one: float = 0.0  # share of the negative labels that are -1 instead of 0
    normalise: bool = True
    input_scale: float = 1.0
    validation_scale: float = 1.0  # what validation inputs are multiplied by besides
    validation_shift: float = 0.0  # what is added to every other feature of validation inputs
    bad_inputs: float = 0.0  # share of training samples that hold a NaN
    blank: float = 0.0  # share of samples of which every feature is zero
    filler: float = 0.0  # share of cells that are missing
    filled_with: float = -20.0  # where the features have mean 0 and spread 1
    outliers: float = 0.0  # share of training samples that are a hundred times too large
    target_outliers: float = 0.0  # share of targets that are twenty times too far from their mean
    rolled: float = 0.0  # share of samples, in all sets, whose features are read a third too late
    validation_noise: float = 0.0  # added to validation inputs, in standard deviations
    clip_inputs: float | None = None  # limit, in standard deviations
    noise_features: int = 0  # added to the real ones
    uninformative: float = 0.0  # share of features that are noise instead
    target_scale: float = 1.0
    majority: float = 0.0  # share of the training set that class 0 is made to have
    in_all_sets: bool = False  # labels and values are as wrong in the validation set
    shared: float = 0.0  # share of the validation set that is trained on too
    sorted_by_class: bool = False
    sorting_noise: float = 0.0  # how far a sample may lie from its place in the sorted order
    augmentation: float = 0.0  # noise added to training inputs, in their standard deviations

    network: str = "mlp"
    width: int = 64
    depth: int = 2
    activation: str = "relu"
    linear_layers: int = 0  # hidden layers that have no activation behind them
    bottleneck: int = 0  # width of a layer squeezed in before the head
    init: str = "default"  # default, zeros, constant, constant_first
    init_gain: float = 1.0
    dropout: float = 0.0
    batchnorm: bool = False
    batchnorm_momentum: float = 0.1
    groupnorm: bool = False  # where BatchNorm would be
    front: str = "none"  # none, root, unit_norm, and both made safe: what is done to the inputs
    head: str = "none"  # none, softmax, log_softmax, sigmoid, relu, tanh
    logit_gain: float = 1.0
    bias: float | None = None  # of hidden layers
    frozen: int = 0  # leading layers that are not trained; -1: all but the head
    detached: bool = False  # the body's output is cut off from the graph
    mixed: float = 0.0  # share of hidden features that a wrong reshape mixes between samples
    backward_flipped: float = 0.0  # share of hidden features whose gradient has the wrong sign

    loss: str = "cross_entropy"  # see losses.py
    reweighted: bool = False  # classes weigh as much as they are rare
    second_term: float = 0.0  # weight of a term that keeps outputs small
    metric: str = "accuracy"  # accuracy, wrong_count, one_class, wrong_axis
    optimizer: str = "adam"
    rate: float = 1e-3
    momentum: float = 0.9
    weight_decay: float = 0.0
    adam_epsilon: float = 1e-8
    left_out: int = 0  # leading layers that the optimizer does not know; -1: all but the head
    schedule: str = "none"  # none, cosine, step, restarts, warmup, exponential, early_steps
    schedule_decay: float = 0.5  # per epoch, of the exponential one; per step, of the early ones
    batch_size: int = 32
    epochs: int = 25
    zero_grad_every: int = 1  # steps; 0 is never
    eval_mode: bool = True
    clip: float | None = None
    stop_early: int | None = None  # epochs without a better validation loss
    pretrained_epochs: int = 0
    pretrained_rate: float = 3e-3
    resumed_at: int | None = None  # epoch at which optimizer state and schedule start again

    history: str = "csv"  # see histories.py
    every_step: bool = False
    accuracy_logged: bool = True
    rate_logged: bool = True
    seed: int = 0

    @property
    def key(self) -> str:
        """Only what differs from the default counts: a new field leaves older keys alone."""
        plain = asdict(Recipe())
        told = sorted((n, v) for n, v in asdict(self).items() if v != plain[n])
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
