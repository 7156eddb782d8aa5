"""One metric of MLflow's file store: lines of `timestamp value step`, named by its file."""

import re
from pathlib import Path

from probes.formats.decoding import decoded, whole_text
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import LOG_BYTES
from probes.formats.numerals import number
from probes.formats.tensorboard_events import Points, of_points
from probes.history import History
from probes.refusal import Refusal

_NUMBER = r"(?:[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|[-+]?[Ii]nf(?:inity)?|[Nn]a[Nn])"
_LINE = re.compile(rf"^[0-9]{{13}} {_NUMBER} -?[0-9]{{1,18}}$")


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    text = decoded(head)
    lines = text.splitlines()[:-1] or text.splitlines() if text else []
    return bool(lines) and all(_LINE.match(line) for line in lines[:50])


@only_refusals
def read(path: Path) -> History:
    points = of_text(whole_text(path, LOG_BYTES))
    return of_points(
        {path.stem if path.suffix in (".txt", ".log") else path.name: points}, "mlflow"
    )


def of_text(text: str) -> Points:
    points = Points()
    for line in text.splitlines():
        if _LINE.match(line):
            _, value, step = line.split()
            points.steps.append(int(step))
            points.values.append(number(value) or 0.0)
    if not points.steps:
        raise Refusal("history_has_no_numbers", rows=0)
    return points
