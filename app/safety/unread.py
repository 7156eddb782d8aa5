"""What the server refuses before it reads it is answered like everything else."""

from flask import Flask, Response, request
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask
from werkzeug.exceptions import HTTPException, default_exceptions

from app.api import errors
from app.safety import sizes
from app.safety.idle import Unhurried

TOLD = ("ACCEPT_LANGUAGE", "HOST")


def channel(app: Flask) -> type[HTTPChannel]:
    """Connections of waitress, whose own answers would be text without any header of ours."""

    class Told(ErrorTask):
        def execute(self) -> None:
            response = _answer(app, self.request)
            body = response.get_data()
            self.status = response.status
            self.response_headers.extend(response.headers.to_wsgi_list())
            self.content_length = len(body)
            self.set_close_on_finish()
            self.write(body)

    class Channel(Unhurried):
        error_task_class = Told

    return Channel


def _answer(app: Flask, parser) -> Response:
    """`parser` may have stopped anywhere, so that little of the request is known."""
    headers = {
        name.replace("_", "-"): value for name, value in parser.headers.items() if name in TOLD
    }
    error: type[HTTPException] = default_exceptions.get(parser.error.code, HTTPException)
    path = getattr(parser, "path", "/") or "/"
    method = getattr(parser, "command", None) or "GET"
    with app.test_request_context(path, method=method, headers=headers):
        if limit := sizes.wider(app.extensions["desk"].settings).get(request.endpoint or ""):
            request.max_content_length = limit
        return app.process_response(errors.from_http(error()))
