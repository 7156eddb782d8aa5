"""Run every probe in catalog/ on one upload.

A probe asks for artifacts by naming them as parameters of `measure`, the way a pytest test asks for
fixtures. An artifact asks for other artifacts in the same way. A parameter with a default is
optional: it keeps its default where the upload cannot serve it.

A training script is the second source: what its text tells counts where no probe decides.
"""

import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from types import ModuleType

from probes import artifacts, catalog, code_rules
from probes.plain import plain
from probes.refusal import Refusal
from probes.shelf import Missing, Shelf, load, names_in
from probes.verdict import State, Verdict

__all__ = ["Missing", "Report", "plan", "run", "unable"]

# One seed before each probe: the same upload gives the same numbers, whatever ran before.
SEED = 20250101
_SHIPPED = catalog
# Rules that find faults in code for which the knowledge base has no finding of its own.
_NO_FINDINGS = frozenset({"argmax_in_loss", "epochs", "loss_accumulates_graph"})


@dataclass(frozen=True)
class Report:
    """What one probe found. `because` is a code that says why a state is unknown.

    `numbers` are JSON-clean: plain Python types, finite or None. `uses` is None where another try
    with the same files may end differently.
    """

    finding: str
    state: State
    value: float | str | None = None
    numbers: Mapping[str, object] = field(default_factory=dict)
    because: str | None = None
    seconds: float = 0.0
    uses: tuple[str, ...] | None = None  # the files it depends on, also by lacking them

    def as_json(self) -> dict[str, object]:
        return asdict(self)


Progress = Callable[[Report], None]


def plan(only: Iterable[str] | None = None, catalog: ModuleType = catalog) -> list[str]:
    """The findings that a run decides, in its order, without importing a probe."""
    names = sorted({*names_in(catalog), *_told_by_code(catalog)})
    wanted = set(names) if only is None else set(only)
    if strange := wanted - set(names):
        raise ValueError(f"no such probe: {', '.join(sorted(strange))}")
    return [name for name in names if name in wanted]


def _told_by_code(catalog: ModuleType) -> set[str]:
    """The findings that a training script can decide; other catalogs go without."""
    return set(names_in(code_rules)) - _NO_FINDINGS if catalog is _SHIPPED else set()


def run(
    upload: Mapping[str, object],
    progress: Progress | None = None,
    only: Iterable[str] | None = None,
    *,
    catalog: ModuleType = catalog,
    artifacts: ModuleType = artifacts,
) -> list[Report]:
    """One report per probe; a probe or an artifact that fails never stops the others."""
    shelf = Shelf(upload, artifacts)
    probes, told = set(names_in(catalog)), _told_by_code(catalog)
    reports = []
    for finding in plan(only, catalog):
        report = replace(unable(finding, "needs_script"), uses=())
        if finding in probes:
            report = _run_one(finding, catalog, shelf)
        if finding in told:
            report = _with_code(report, upload.get("script"))
        reports.append(report)
        if progress is not None:
            progress(reports[-1])
    return reports


def unable(finding: str, because: str, seconds: float = 0.0, **numbers: object) -> Report:
    """The report of a probe that could not decide."""
    return Report(finding, "unknown", None, numbers, because, seconds)


def _with_code(report: Report, script: object) -> Report:
    """What the script's text tells of a finding, at the first place, where no probe decides."""
    uses = report.uses if report.uses is None else tuple(sorted({*report.uses, "script"}))
    get = getattr(script, "get", None)
    told = get(report.finding) if get and report.state == "unknown" else None
    if told is None:
        return replace(report, uses=uses)
    numbers = {"line": told.line, "code": plain(told.code)}
    return Report(report.finding, told.state, plain(told.value), numbers, uses=uses)


def _run_one(finding: str, catalog: ModuleType, shelf: Shelf) -> Report:
    started, uses = time.perf_counter(), None
    try:
        probe = load(catalog, finding)
        uses = tuple(sorted(shelf.sources_of(probe.measure)))
        _seed()
        measured = probe.measure(**shelf.take_for(probe.measure))
        verdict: Verdict = probe.judge(measured)
    except Exception as error:  # one broken probe must not lose the other reports
        because, numbers = _why(error)
        for_good = uses if isinstance(error, Missing | Refusal) else None
        return replace(unable(finding, because, _since(started), **numbers), uses=for_good)
    return Report(
        finding,
        verdict.state,
        plain(verdict.value),
        plain(measured),
        verdict.because,
        _since(started),
        uses,
    )


def _why(error: Exception) -> tuple[str, dict[str, object]]:
    """A code and its numbers. The message is left out: it may quote what was uploaded."""
    if isinstance(error, Missing):
        return f"needs_{error.name}", {}
    if isinstance(error, Refusal):
        return error.code, {name: plain(number) for name, number in error.numbers.items()}
    if isinstance(error, MemoryError) or _is_torch_out_of_memory(error):
        return "out_of_memory", {}
    return "failed", {"error": type(error).__name__, "at": _place(error)}


def _is_torch_out_of_memory(error: Exception) -> bool:
    """The CPU allocator of torch raises a bare RuntimeError, CUDA's a class named for it."""
    return type(error).__name__ == "OutOfMemoryError" or (
        isinstance(error, RuntimeError) and "DefaultCPUAllocator" in str(error)
    )


def _place(error: Exception) -> str | None:
    """The innermost line of ours that the error passed through, as `catalog/x.py:31`."""
    place, trace = None, error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("probes.") and module != __name__:
            place = f"{module.removeprefix('probes.').replace('.', '/')}.py:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _seed() -> None:
    random.seed(SEED)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(SEED)
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(SEED)
        if torch.cuda.is_initialized():
            torch.cuda.manual_seed_all(SEED)


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 6)
