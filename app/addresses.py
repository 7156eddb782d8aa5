"""What the parts of an address may be: no control characters, which PostgreSQL cannot even ask."""

from flask import Flask
from werkzeug.routing import BaseConverter


class Plain(BaseConverter):
    regex = r"[^/\x00-\x1f\x7f]+"
    part_isolating = True


def register(app: Flask) -> None:
    """Call it before the first route."""
    app.url_map.converters["default"] = Plain
