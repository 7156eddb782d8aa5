"""The REST API, version 1. One file per noun; every error is application/problem+json."""

from flask_openapi import APIBlueprint

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")
