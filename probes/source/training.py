"""The parts of a training script: optimizers, their steps, backward calls, losses, models."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from probes.source.names import dotted, last
from probes.source.program import Program, argument, method, receiver

# The last name of a loss function or module -> the choice it is in the knowledge base.
LOSSES = {
    **dict.fromkeys(("cross_entropy", "CrossEntropyLoss"), "cross_entropy"),
    **dict.fromkeys(("binary_cross_entropy", "BCELoss"), "bce"),
    **dict.fromkeys(("binary_cross_entropy_with_logits", "BCEWithLogitsLoss"), "bce_with_logits"),
    **dict.fromkeys(("nll_loss", "NLLLoss"), "nll"),
    **dict.fromkeys(("mse_loss", "MSELoss"), "mse"),
    **dict.fromkeys(("l1_loss", "L1Loss"), "l1"),
    **dict.fromkeys(("huber_loss", "smooth_l1_loss", "HuberLoss", "SmoothL1Loss"), "huber"),
    **dict.fromkeys(("ctc_loss", "CTCLoss"), "ctc"),
    **dict.fromkeys(("hinge_embedding_loss", "HingeEmbeddingLoss", "MultiMarginLoss"), "hinge"),
    **dict.fromkeys(("kl_div", "KLDivLoss"), "kl"),
}
OPTIMIZERS = {
    **dict.fromkeys(("SGD",), "sgd"),
    **dict.fromkeys(("Adam", "SparseAdam", "FusedAdam"), "adam"),
    **dict.fromkeys(("AdamW", "AdamW8bit", "PagedAdamW"), "adamw"),
    **dict.fromkeys(("RMSprop", "RMSProp"), "rmsprop"),
    **dict.fromkeys(("Adagrad",), "adagrad"),
    **dict.fromkeys(("Adafactor", "AdaFactor"), "adafactor"),
    **dict.fromkeys(("Lion",), "lion"),
    **dict.fromkeys(("LBFGS",), "lbfgs"),
    **dict.fromkeys(("NAdam", "RAdam", "Adamax", "Adadelta", "ASGD", "Rprop", "LAMB"), "other"),
}
_BACKWARDS = frozenset(("backward", "manual_backward"))
_MODEL_NAMES = frozenset(("model", "net", "network", "classifier", "module"))
TARGET_NAMES = (
    *("target", "label", "y", "truth", "gt", "labels", "targets", "yb", "y_true", "y_train"),
    *("y_batch", "batch_y", "ys"),
)


@dataclass(frozen=True)
class Loss:
    """One call of a known loss function on a prediction."""

    call: ast.Call
    kind: str
    prediction: ast.expr | None
    target: ast.expr | None


def optimizers(program: Program) -> list[ast.Call]:
    """Calls that make an optimizer of PyTorch, or of a library that names it likewise."""
    return [call for call in program.calls if is_optimizer_class(program.name(call))]


def is_optimizer_class(name: str) -> bool:
    if last(name) not in OPTIMIZERS:
        return False
    return not name.startswith(("keras", "tensorflow", "jax", "optax"))


def is_optimizer(program: Program, node: ast.AST | None) -> bool:
    name = dotted(node)
    if not name:
        return False
    made = [program.name(value) for value in program.bound(name) if isinstance(value, ast.Call)]
    if any("lr_scheduler" in one or last(one).endswith("LR") for one in made):
        return False
    own = last(name).lower()
    return any(map(is_optimizer_class, made)) or ("opt" in own and "sched" not in own)


def steps(program: Program, inside: ast.AST | None = None) -> list[ast.Call]:
    """`optimizer.step()` and `scaler.step(optimizer)`."""
    found = []
    for call in program.calls_in(inside or program.tree, "step"):
        first = call.args[0] if call.args else None
        if is_optimizer(program, receiver(call)) or is_optimizer(program, first):
            found.append(call)
    return found


def backwards(program: Program, inside: ast.AST | None = None) -> list[ast.Call]:
    calls = program.within(inside or program.tree, ast.Call)
    return [call for call in calls if method(call) in _BACKWARDS]


def zeroings(program: Program, inside: ast.AST | None = None) -> list[ast.AST]:
    """`zero_grad()`, `p.grad.zero_()`, `p.grad = None`: whatever empties gradients."""
    place = inside or program.tree
    found: list[ast.AST] = [c for c in program.within(place, ast.Call) if _empties(c)]
    for node in program.within(place, ast.Assign):
        found += [node for target in node.targets if dotted(target).endswith(".grad")]
    return sorted(found, key=lambda node: node.lineno)


def _empties(call: ast.Call) -> bool:
    name = method(call)
    # Functions that are named so, `zero_gradients(x)`, count as well.
    if "zero_grad" in (name or dotted(call.func)):
        return True
    return name in ("zero_", "fill_") and ".grad" in ast.unparse(call.func)


def losses(program: Program) -> Iterator[Loss]:
    for call in program.calls:
        if (kind := loss_kind(program, call)) is not None:
            prediction = argument(call, 0, "input", "log_probs")
            yield Loss(call, kind, prediction, argument(call, 1, "target"))


def loss_kind(program: Program, call: ast.Call) -> str | None:
    """The loss function that a call computes; None for its construction and for unknown ones."""
    name = program.name(call)
    if name.startswith("torch.nn.functional."):
        return LOSSES.get(last(name))
    if isinstance(call.func, ast.Call):
        return loss_made(program, call.func)
    bare = dotted(call.func)
    made = [loss_made(program, v) for v in program.bound(bare, program.class_of(call))]
    return made[0] if bare and made and len(set(made)) == 1 else None


def loss_made(program: Program, node: ast.AST | None) -> str | None:
    """nn.CrossEntropyLoss(...), also followed by .to(device)."""
    while isinstance(node, ast.Call) and method(node) in ("to", "cuda"):
        node = receiver(node)
    name = program.name(node) if isinstance(node, ast.Call) else ""
    return LOSSES.get(last(name)) if name.startswith("torch.nn.") and name[9:10].isupper() else None


def optimized_names(program: Program) -> set[str]:
    """Names whose `.parameters()` go anywhere: models, as far as the script tells."""
    return {dotted(receiver(call)) for call in program.calls_in(program.tree, "parameters")} - {""}


def is_model_name(program: Program, name: str) -> bool:
    return last(name) in _MODEL_NAMES or name in optimized_names(program)


def is_target_name(node: ast.AST | None) -> bool:
    own = last(dotted(node)).lower()
    return own in TARGET_NAMES or any(word in own for word in ("label", "target", "y_true"))


def flat(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements in order; those under `with` stand where the `with` stands."""
    for statement in statements:
        if isinstance(statement, ast.With | ast.AsyncWith):
            yield from flat(statement.body)
        else:
            yield statement
