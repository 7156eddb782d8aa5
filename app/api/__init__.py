"""The REST API, version 1. One file per noun; every error is application/problem+json."""

from flask_openapi import APIBlueprint

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")

from app.api import (  # noqa: E402  (they need `blueprint`'s module)
    cases,
    consultations,
    events,
    example,
    experiments,
    jobs,
    knowledge,
    plots,
    shares,
    uploads,
)

for _noun in (
    cases,
    consultations,
    events,
    example,
    experiments,
    jobs,
    knowledge,
    plots,
    shares,
    uploads,
):
    blueprint.register_api(_noun.blueprint)
