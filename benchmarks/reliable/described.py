"""schemathesis: every operation answers as described, also with ids of a real consultation."""

import collections
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app import create_app
from app.settings import Settings
from benchmarks.reliable.claim import Claim
from tests.app.patient import SICK_LOG, Patient

PLAIN = {"Accept-Encoding": "identity"}  # without a socket nothing unpacks the answers


@schemathesis.serializer("application/offset+octet-stream")
def piece(_, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def measure(folder: Path, examples: int) -> list[Claim]:
    app = create_app(Settings(data=folder, consultation_files=10_000))
    schema = schemathesis.openapi.from_wsgi("/openapi/openapi.json", app)
    tried: collections.Counter[str] = collections.Counter()
    failed: dict[str, str] = {}
    for operation in schema.get_all_operations():
        _try(app, operation.ok(), examples, tried, failed)
    for label, why in failed.items():
        print(label, why, flush=True)
    what = f"{len(tried)} operations as described, {sum(tried.values())} generated requests"
    return [Claim(what, "no failure", f"{len(failed)} failed", not failed)]


def _try(app, operation, examples: int, tried, failed: dict[str, str]) -> None:
    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def answers(case):
        tried[operation.label] += 1
        if tried[operation.label] % 2:
            case.path_parameters = {**(case.path_parameters or {}), **_real(app, case)}
        case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance])

    try:
        answers()
    except BaseException as error:  # schemathesis raises groups of failures
        failed[operation.label] = str(error)[:500]


def _real(app, case) -> dict[str, str]:
    """Ids that exist, made anew for each request, since the one before may have deleted them."""
    wanted = set(case.path_parameters or {})
    if "consultation" not in wanted:
        return {}
    patient = Patient(app.test_client())
    found = {"consultation": patient.id}
    if wanted & {"upload", "job"}:
        patient.send(("log.csv", SICK_LOG))
        found["upload"] = patient.uploads[0]["id"]
        found["job"] = patient.client.get(f"{patient.path}/jobs").json["jobs"][0]["id"]
    if "share" in wanted:
        found["share"] = patient.client.post(f"{patient.path}/shares").json["id"]
    return {name: value for name, value in found.items() if name in wanted}
