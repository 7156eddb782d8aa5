"""Try a fix on a copy against a control: same batch, same seeds, several of them.

What it measures
    The loss of the whole batch after the same number of steps with and without the change, for
    several orders of the mini-batches; the paired difference with its 95 % interval. What acts on
    generalisation is judged on the validation batch.

Why it matters
    A fix that helps here is worth a real run; one that makes no difference here may be spared.

Limits
    Some hundred steps on one batch: what takes epochs to show (overfitting, schedules) does not.
    Where the uploaded weights are stuck for good, both sides are tried again from fresh weights.
    Where the control learns too, a faster fall is no evidence of a fault.

Source
    Paired t-interval; Bouthillier et al. 2021 on seeds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.graph.program import Program
from probes.passes.objective import make
from probes.plain import plain
from probes.refusal import Refusal
from probes.runner import Report
from probes.shelf import Missing, load, names_in
from probes.trials import changes
from probes.trials.beginning import beginning
from probes.trials.comparison import Comparison, compare
from probes.trials.drawn import Line, line
from probes.trials.trial import Curve, Trial, seconds_per_step, train
from probes.trials.watchdog import Cancel, Progress, Watchdog

STEPS = 200
SEEDS = 3
# Which finding a fix that helps is evidence for.
SHOWS = {
    "lower_learning_rate": "lower_rate_helps",
    "raise_learning_rate": "higher_rate_helps",
    "use_adam": "other_optimizer_helps",
    "use_sgd_with_momentum": "other_optimizer_helps",
    "weaken_regularisation": "removing_regularisation_helps",
}


@dataclass(frozen=True)
class Result(Comparison):
    """`start`: uploaded or fresh weights. `judged_on`: batch or validation_batch.

    The curves hold the loss of every mini-batch, or the validation loss every `every` steps.
    """

    fix: str
    steps: int
    start: str
    judged_on: str
    rate: float
    optimizer: str
    every: int
    control_curves: tuple[tuple[float, ...], ...]
    fixed_curves: tuple[tuple[float, ...], ...]
    seconds: float = 0.0
    ended: str = ""


def why_not(
    program: Program, batch: Batch, checkpoint: Checkpoint | None = None,
    validation_batch: Batch | None = None,
) -> dict[str, str | None]:  # fmt: skip
    """For every fix: None where it can be tried, else the code of the reason."""
    trial = beginning(program, batch, checkpoint)
    return {fix: _why_not(_module(fix), trial, validation_batch) for fix in names_in(changes)}


def fixes(program: Program, batch: Batch, checkpoint: Checkpoint | None = None) -> list[str]:
    """Those that change anything here."""
    trial = beginning(program, batch, checkpoint)
    return [name for name in names_in(changes) if _module(name).change(trial) is not None]


def price(
    program: Program, batch: Batch, checkpoint: Checkpoint | None = None, steps: int = STEPS
) -> float:
    """Both sides, all seeds, from uploaded and, if need be, fresh weights."""
    per_step = seconds_per_step(beginning(program, batch, checkpoint))
    return 2 * 2 * SEEDS * steps * per_step


def run(
    program: Program,
    batch: Batch,
    fix: str,
    checkpoint: Checkpoint | None = None,
    validation_batch: Batch | None = None,
    *,
    loss: str | None = None,
    rate: float | None = None,
    optimizer: str | None = None,
    steps: int = STEPS,
    seeds: int = SEEDS,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    budget: float = 120.0,
) -> Result:
    """Refusal("fix_does_not_apply") where there is nothing to change."""
    module = _module(fix)
    control = beginning(program, batch, checkpoint, loss, rate, optimizer)
    if because := _why_not(module, control, validation_batch):
        if because.startswith("needs_"):
            raise Missing(because.removeprefix("needs_"))
        raise Refusal(because, fix=fix)
    if _on_validation(module):
        control = replace(control, judged=make(program, validation_batch, loss))
    watch = Watchdog(budget, progress, cancel)
    found = _compare(fix, control, steps, seeds, watch, 0.0)
    if found.verdict == "no_change" and control.redrawn == () and not watch.ended:
        again = _compare(fix, replace(control, redrawn=None), steps, seeds, watch, 0.5)
        found = again if again.verdict != "no_change" and not watch.ended else found
    return replace(found, seconds=watch.seconds, ended=watch.ended)


def judge(result: Result) -> list[Report]:
    finding = SHOWS.get(result.fix)
    if finding is None:
        return []
    if result.ended:
        return [Report(finding, "unknown", because=f"experiment_{result.ended}")]
    helped = result.verdict in ("solved", "partly")
    if helped and result.control_learns:
        return [Report(finding, "unknown", because="control_learns", seconds=result.seconds)]
    numbers = dict(plain(result))
    numbers |= dict.fromkeys(("lowered", "raised", "other", "without"), plain(result.fixed))
    state = "present" if helped else "absent"
    return [Report(finding, state, numbers=numbers, seconds=result.seconds)]


def verdict(result: Result) -> str:
    return result.verdict


def lines(result: Result) -> list[Line]:
    arms = {"control": result.control_curves, "fixed": result.fixed_curves}
    return [_line(name, curves, result.every) for name, curves in arms.items()]


def _line(name: str, curves: Sequence[Sequence[float]], every: int) -> Line:
    longest = max(map(len, curves), default=0)
    return line(name, curves, [float(every * at) for at in range(1, longest + 1)])


def _module(fix: str) -> ModuleType:
    if fix not in names_in(changes):
        raise Refusal("fix_cannot_be_tried", fix=fix)
    return load(changes, fix)


def _on_validation(module: ModuleType) -> bool:
    return getattr(module, "ON_VALIDATION", False)


def _why_not(module: ModuleType, trial: Trial, validation: Batch | None) -> str | None:
    if module.change(trial) is None:
        return "fix_does_not_apply"
    return "needs_validation_batch" if _on_validation(module) and validation is None else None


def _compare(
    fix: str, control: Trial, steps: int, seeds: int, watch: Watchdog, done: float
) -> Result:
    # From fresh weights for both, where the control has them: then the fix acts on those.
    fixed = _module(fix).change(control)
    # Both sides are judged alike: where classes are drawn equally often, on equal classes.
    control_runs: list[Curve] = []
    fixed_runs: list[Curve] = []
    share = 0.5 / (2 * seeds)
    for seed in range(seeds):
        at = done + 2 * share * seed
        control_runs.append(train(control, steps, seed, watch, at, share, fixed.balanced))
        fixed_runs.append(train(fixed, steps, seed, watch, at + share, share, fixed.balanced))
    found = compare(control_runs, fixed_runs)
    return Result(
        **vars(found), fix=fix, steps=steps,
        start="uploaded" if control.redrawn == () else "fresh",
        judged_on="batch" if control.judged is None else "validation_batch",
        rate=fixed.setting.rate, optimizer=fixed.setting.optimizer, every=control.every,
        control_curves=tuple(c.losses for c in control_runs),
        fixed_curves=tuple(f.losses for f in fixed_runs),
    )  # fmt: skip
