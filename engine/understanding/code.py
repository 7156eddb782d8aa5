"""Findings that lie in a pasted fragment of training code; read by patterns, never executed."""

import re
from collections.abc import Iterator

Said = tuple[str, str | float | None, bool, int, int]  # finding, value, present, start, end
LOOKS_LIKE_CODE = re.compile(
    r"\w+\.\w+\(|loader\(|\w+ ?= ?\w+(?:\.\w+)*\(|backward0|np\.\w+|reduction ?=|^\s*(?:for|def|class|import) ",
    re.M,
)
# One pattern tells it.
PRESENT = {
    "augmentation_used": r"random(?:resized)?crop\(|random(?:horizontal|vertical)flip|colorjitter|randomrotation|randaugment|autoaugment|imagedatagenerator\(\w*(?:rotation|flip|shift|zoom)",
    "parameters_missing_from_optimizer": r"(?:adam\w*|sgd|rmsprop)\(\w+\.(?:fc|head|classifier)\.parameters\(\)",
    "loss_reduction_is_sum": r"reduction ?= ?['\"]sum|size_average ?= ?false",
    "constant_weights": r"init\.(?:zeros_|ones_|constant_)\([^)\n]*weight|kernel_initializer ?= ?['\"](?:zeros|ones)|weights? ?[=:(w/ ]{1,4}np\.(?:zeros|ones)|(?:init\w*|weights?)[^\n;.]{0,16}np\.(?:zeros|ones)|weight\.data\.(?:fill_|zero_)",
    "loss_detached": r"argmax\([^\n]*\)[^\n]*\n[^\n]*(?:loss|crit|mse|cross_entropy)|torch\.tensor\(loss|loss\.item\(\)\)?\.backward|requires_grad_?\(true\)[^\n]*\n[^\n]*loss",
    "scaler_fitted_on_all_data": r"fit_transform\(x\)[^\n]*(?:then|\n)[^\n]*train_test_split",
    "risky_logarithm": r"log\((?:torch\.|f\.)?(?:sigmoid|softmax)\(",
    "gradients_non_finite": r"\w+backward0'? returned nan",
    "train_mode_not_restored": r"never .{0,12}\.train\(\)",
}
ABSENT = {
    "no_eval_mode_in_validation": r"\.eval\(\)[^;]*?(?:no_grad|inference_mode|val_?loader|test_?loader)",
    "inputs_badly_scaled": r"(?:transforms|t|a|v2)\.normalize\(|standardscaler\(\)\.fit|/ ?255(?:\.0?)?\b|rescale ?= ?1",
}
DIED_IN = re.compile(r"(sqrt|div|log|exp|pow|mul)backward0'? returned nan")
BLAMED = re.compile(
    r"(?:anomaly|blam\w+|point\w* (?:to|at)|trace\w* to)[^\n]{0,24}?(sqrt|div|log|exp|pow|mul)backward"
)
OPERATIONS = {
    "sqrt": "square_root", "div": "division", "log": "logarithm", "exp": "exponential",
    "pow": "power", "mul": "multiplication",
}  # fmt: skip
INSIDE = {"sqrt": "square_root_in_model", "div": "division_in_model"}
BACKWARD, STEP = re.compile(r"\.backward\(\)"), re.compile(r"(?:opt\w*)\.step\(\)")
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
TOLD_OTHERWISE = re.compile(r"forgot|忘|not\b|没|outside|外面")
PLAIN_DENSE = re.compile(r"dense\(1\)(?![^\n]*sigmoid)")
KERAS_BCE = re.compile(r"binary_crossentropy(?!\(? ?from_logits)")


def said_in_code(text: str) -> Iterator[Said]:
    if not LOOKS_LIKE_CODE.search(text):
        return
    for table, present in ((PRESENT, True), (ABSENT, False)):
        for finding, pattern in table.items():
            found = re.search(pattern, text)
            if found:
                yield finding, None, present, *found.span()
    yield from _loop(text)
    yield from _last_layer_and_loss(text)
    yield from _died(text)
    eps = EPSILON.search(text)
    if eps and ADAM_EPS.search(text):
        yield "adam_epsilon", float(eps[1]), True, *eps.span()


def _loop(text: str) -> Iterator[Said]:
    backward, step, zero = BACKWARD.search(text), STEP.search(text), ZERO.search(text)
    if backward and step and not zero and backward.start() < step.start() and "for " in text:
        yield "gradients_not_zeroed", None, True, *backward.span()
    if zero and backward and not TOLD_OTHERWISE.search(text):
        yield "gradients_not_zeroed", None, False, *zero.span()
    shuffled = SHUFFLE.search(text)
    if shuffled and not TOLD_OTHERWISE.search(text):
        yield "training_data_unshuffled", None, False, *shuffled.span()


def _last_layer_and_loss(text: str) -> Iterator[Said]:
    for last, loss in ((SOFTMAX, CROSS_ENTROPY), (SIGMOID, BCE_LOGITS)):
        activation, function = last.search(text), loss.search(text)
        if activation and function:
            yield "probabilities_fed_to_logit_loss", None, True, *activation.span()
    plain, function = PLAIN_DENSE.search(text), KERAS_BCE.search(text)
    if plain and function:
        yield "output_activation", "none", True, *plain.span()
        yield "logits_into_probability_loss", None, True, *plain.span()


def _died(text: str) -> Iterator[Said]:
    """What anomaly detection prints."""
    died = DIED_IN.search(text) or BLAMED.search(text)
    if died:
        yield "first_non_finite_operation", OPERATIONS[died[1]], True, *died.span()
        if died[1] in INSIDE:
            yield INSIDE[died[1]], None, True, *died.span()
