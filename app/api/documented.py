"""Every operation's description names the problems that it may answer with."""

from flask_openapi import OpenAPI
from flask_openapi.models import PathItem
from flask_openapi.models.response import Response

from app.api.shapes import ProblemShape

STATUSES = ("400", "401", "403", "404", "405", "409", "410", "412", "413", "415", "422", "429",
            "460", "500", "503", "507")  # fmt: skip
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


def document_problems(app: OpenAPI) -> None:
    """Blueprints do not inherit the responses of the application, so they are added here."""
    content = {"application/problem+json": {"schema": ProblemShape.model_json_schema()}}
    problem = Response(description="application/problem+json", content=content)
    for item in app.paths.values():
        for operation in _operations(item):
            operation.responses = (operation.responses or {}) | dict.fromkeys(STATUSES, problem)


def _operations(item: PathItem):
    return filter(None, (getattr(item, method) for method in METHODS))
