"""The REST API, version 1. One file per noun; every error is application/problem+json."""

from flask_openapi import APIBlueprint

from app.api.shapes import ProblemShape

_PROBLEM = {
    "description": "application/problem+json",
    "content": {"application/problem+json": {"schema": ProblemShape.model_json_schema()}},
}
PROBLEMS = dict.fromkeys(
    (
        "400",
        "401",
        "403",
        "404",
        "405",
        "409",
        "410",
        "413",
        "415",
        "422",
        "429",
        "500",
        "503",
        "507",
    ),
    _PROBLEM,
)

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")

from app.api import (  # noqa: E402  (they need `blueprint`'s module)
    cases,
    consultations,
    events,
    jobs,
    knowledge,
    plots,
    shares,
    uploads,
)

for _noun in (cases, consultations, events, jobs, knowledge, plots, shares, uploads):
    blueprint.register_api(_noun.blueprint)
