"""The REST API, version 1. One file per noun; every error is application/problem+json."""

from flask_openapi import APIBlueprint

from app.api.shapes import ProblemShape

_PROBLEM = {
    "description": "application/problem+json",
    "content": {"application/problem+json": {"schema": ProblemShape.model_json_schema()}},
}
PROBLEMS = dict.fromkeys(("400", "404", "405", "413", "415", "422", "429", "500"), _PROBLEM)

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")

from app.api import cases, consultations, knowledge, uploads  # noqa: E402  (they need `blueprint`'s module)

for _noun in (cases, consultations, knowledge, uploads):
    blueprint.register_api(_noun.blueprint)
