"""Findings that lie in a pasted fragment of training code; read by patterns, never executed."""

import re
from collections.abc import Iterator

Said = tuple[str, str | float | None, bool, int, int]  # finding, value, present, start, end
LOOKS_LIKE_CODE = re.compile(
    r"\w+\.\w+\(|loader\(|\w+ ?= ?\w+(?:\.\w+)*\(|^\s*(?:for|def|class|import) ", re.M
)
BACKWARD, STEP = (
    re.compile(r"loss\.backward\(\)|\.backward\(\)"),
    re.compile(r"(?:opt\w*)\.step\(\)"),
)
ZERO = re.compile(r"zero_grad")
SOFTMAX = re.compile(r"nn\.(?:log)?softmax\(|f\.(?:log_)?softmax\(|torch\.softmax\(")
SIGMOID = re.compile(r"torch\.sigmoid\(|nn\.sigmoid\(|f\.sigmoid\(")
CROSS_ENTROPY = re.compile(
    r"crossentropyloss|f\.cross_entropy|categorical_crossentropy'?,? ?from_logits ?= ?true"
)
BCE_LOGITS = re.compile(r"bcewithlogitsloss|binary_cross_entropy_with_logits")
EPSILON = re.compile(r"(?<![a-z_])eps ?= ?([\d.e-]+)")
ADAM_EPS = re.compile(r"adam\w*\(")
SHUFFLE = re.compile(r"shuffle ?= ?true")
HEAD_ONLY = re.compile(r"(?:adam\w*|sgd|rmsprop)\(\w+\.(?:fc|head|classifier)\.parameters\(\)")


def said_in_code(text: str) -> Iterator[Said]:
    if not LOOKS_LIKE_CODE.search(text):
        return
    backward, step, zero = BACKWARD.search(text), STEP.search(text), ZERO.search(text)
    if backward and step and not zero and backward.start() < step.start() and "for " in text:
        yield "gradients_not_zeroed", None, True, *backward.span()
    if zero and backward:
        yield "gradients_not_zeroed", None, False, *zero.span()
    for last, loss in ((SOFTMAX, CROSS_ENTROPY), (SIGMOID, BCE_LOGITS)):
        activation, function = last.search(text), loss.search(text)
        if activation and function:
            yield "probabilities_fed_to_logit_loss", None, True, *activation.span()
    eps = EPSILON.search(text)
    if eps and ADAM_EPS.search(text):
        yield "adam_epsilon", float(eps[1]), True, *eps.span()
    yield from _arguments(text)


def _arguments(text: str) -> Iterator[Said]:
    shuffled, head = SHUFFLE.search(text), HEAD_ONLY.search(text)
    if shuffled and "forgot" not in text and "忘" not in text:
        yield "training_data_unshuffled", None, False, *shuffled.span()
    if head:
        yield "parameters_missing_from_optimizer", None, True, *head.span()
