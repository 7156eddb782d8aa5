"""One experiment from its name to what is told of it."""

from collections.abc import Mapping
from dataclasses import asdict
from inspect import signature

from probes import experiments
from probes.plain import plain
from probes.refusal import Refusal
from probes.shelf import Missing, load
from probes.trials.watchdog import Progress

CURVES = ("losses", "rates", "control_curves", "fixed_curves")  # they are in the lines


def conduct(
    upload: Mapping[str, object],
    experiment: str,
    settings: Mapping[str, object],
    progress: Progress | None = None,
) -> dict[str, object]:
    """`settings`: fix, loss, rate, optimizer, batch_size, budget; those that it knows are used."""
    lacking = next((name for name in ("model", "batch") if upload.get(name) is None), None)
    if lacking:
        raise Refusal(f"needs_{lacking}")
    module = load(experiments, experiment)
    known = signature(module.run).parameters
    files = {"program": upload["model"], "batch": upload["batch"],
             "checkpoint": upload.get("checkpoint"),
             "validation_batch": upload.get("validation_batch")}  # fmt: skip
    given = {**files, **settings, "progress": progress}
    try:
        result = module.run(**{k: v for k, v in given.items() if k in known and v is not None})
    except Missing as error:
        raise Refusal(f"needs_{error.name}") from None
    numbers = {k: v for k, v in plain(result).items() if k not in CURVES}
    return {
        "verdict": result.ended or module.verdict(result),
        "numbers": numbers,
        "axis": getattr(module, "AXIS", "step"),
        "lines": [plain(asdict(line)) for line in module.lines(result)],
        "reports": [report.as_json() for report in module.judge(result)],
    }
