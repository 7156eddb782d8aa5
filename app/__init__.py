"""The web service: the chat page and the REST API over the same consultation.

app is where the packages meet: it hands text and answers to engine, files to probes, and shows
what they say in the words of knowledge_base.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_openapi import OpenAPI

    from app.settings import Settings


def create_app(settings: "Settings | None" = None) -> "OpenAPI":
    """Imported when it is called: a command, and the health check of a worker, need no Flask."""
    from app.service import build

    return build(settings)
