"""/consultations/{id}/experiments: training steps on a copy, with a price before and an end."""

from typing import Any

from flask import url_for
from flask_openapi import APIBlueprint, Tag

from app.api.idempotency import once
from app.api.shapes import ConsultationPath, Experiments, InLanguage, Job, StartExperiment
from app.desk import desk
from app.jobs import routing
from app.jobs.offered import offered
from app.jobs.tried import settings_of
from app.language import speak
from app.near import near
from app.present import experiments as shown
from app.problems import NotFound, Problem
from probes.sandbox.experiment import BUDGET

blueprint = APIBlueprint(
    "experiments",
    __name__,
    url_prefix="/consultations/<consultation>/experiments",
    abp_tags=[Tag(name="experiments", description=__doc__)],
)


@blueprint.get("", responses={"200": Experiments})
def index(path: ConsultationPath, query: InLanguage):
    """Every experiment with its price in seconds, or why it cannot be made; and the last of each.

    Prices are measured on the uploaded model, as a part of its examination.
    """
    consultation = desk().store.find(path.consultation)
    language = speak(query.language or consultation.language)
    rows, last = offered(desk().store.database, path.consultation)
    return {
        "experiments": [shown.offer(desk().kb, row, last, language) for row in rows],
        "budget": BUDGET,
    }


@blueprint.post("", responses={"202": Job})
def start(path: ConsultationPath, body: StartExperiment):
    """Queue an experiment on the files of this consultation; it is a job like any other.

    Its events tell the progress in per cent, `jobs/{job}/cancel` ends it within two seconds, and
    `jobs/{job}` holds the result. A verdict is recorded as evidence, source `tried`.
    """
    consultation = desk().store.find(path.consultation)
    language = speak(consultation.language)
    row = _wanted(path.consultation, body)
    if row["because"]:
        reason = shown.why_not(desk().kb, row, language)
        raise Problem("experiment_not_possible", 409, id=body.fix or body.experiment, reason=reason)

    def add():
        data = {"experiment": body.experiment, "fix": body.fix, "budget": body.budget,
                "settings": settings_of(consultation.case)}  # fmt: skip
        with desk().store.database.write() as session:
            job = routing.add(session, path.consultation, body.device, **data)
            answer = shown.job(desk().kb, job, language)
        desk().intake.doorbell.ring(job.id, job.queue)
        return answer, 202

    answer, status = once(add)
    location = url_for("api.jobs.read", consultation=path.consultation, job=answer["id"])
    return answer, status, {"Location": location}


def _wanted(consultation: str, body: StartExperiment) -> dict[str, Any]:
    rows, _ = offered(desk().store.database, consultation)
    asked = (body.experiment, body.fix)
    row = next((row for row in rows if (row["experiment"], row["fix"]) == asked), None)
    if row is None:
        names = {row["experiment"] for row in rows}
        fixes = {row["fix"] for row in rows if row["fix"]}
        wrong = body.fix if body.experiment in names and body.fix else body.experiment
        near_by = near(wrong, fixes if wrong == body.fix else names)
        if body.experiment == "try_fix" and body.fix is None:
            wrong, near_by = "try_fix", ", ".join(sorted(fixes))
        raise NotFound("no_such_experiment", id=wrong, near=near_by)
    return row
