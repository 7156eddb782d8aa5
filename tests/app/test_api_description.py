"""The API does what its own OpenAPI description says, whatever is sent."""

import tempfile
from http import HTTPStatus
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from app import create_app
from app.settings import Settings


@schemathesis.serializer("application/offset+octet-stream")
def piece(_, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


app = create_app(Settings(data=Path(tempfile.mkdtemp())))
schema = schemathesis.openapi.from_wsgi("/openapi/openapi.json", app)


@schema.parametrize()
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_described(case):
    # A description cannot say which findings the knowledge base holds, so 422 is right for these.
    # The in-process client does not unpack what comes compressed.
    unpacked = {"Accept-Encoding": "identity"}
    response = case.call(headers=unpacked)
    # A body that is too long is refused before anybody looks at what else is wrong with it.
    too_long = response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    excluded = [positive_data_acceptance, *[negative_data_rejection] * too_long]
    case.validate_response(response, headers=unpacked, excluded_checks=excluded)
