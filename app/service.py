"""Puts the web service together: database, store, knowledge, pages and API."""

from flask.json.provider import DefaultJSONProvider
from flask_openapi import Info, OpenAPI

import app as package
import knowledge_base
from app import (
    addresses,
    browse,
    chat,
    compression,
    health,
    problem_pages,
    safety,
    strict_json,
)
from app.api import errors, nouns
from app.api.documented import document_problems
from app.database import Database
from app.desk import Desk
from app.jobs.doorbell import Doorbell
from app.jobs.ongoing import so_far
from app.jobs.streams import Streams
from app.settings import Settings
from app.storage import Storage
from app.store import Store
from app.uploads.intake import Intake
from app.uploads.listing import Listing


class _StrictJson(DefaultJSONProvider):
    ensure_ascii = False
    depth = 32

    def loads(self, s, **_options):
        return strict_json.loads(s, self.depth)

    def dumps(self, obj, **options):
        return super().dumps(obj, allow_nan=False, **options)


def build(settings: Settings | None = None) -> OpenAPI:
    """Build the service. A broken knowledge base stops it here, not in a request."""
    settings = settings or Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    app = OpenAPI(
        package.__name__,
        info=Info(title="whyloss", version="1", description=(package.__doc__ or "")),
        validation_error_callback=errors.invalid,
    )
    app.json = _StrictJson(app)
    addresses.register(app)
    database = Database(settings.database)
    database.prepare()
    intake = Intake(database, Storage(settings.storage), settings, Doorbell(settings))
    kb = knowledge_base.load()
    app.extensions["desk"] = Desk(kb, Store(database, so_far(kb)), settings, intake)
    app.extensions["listing"] = Listing(kb, database, intake.doorbell)
    app.extensions["streams"] = Streams(database, settings.streams)
    app.register_api(nouns.blueprint)
    document_problems(app)
    for blueprint in (chat.page, browse.page, health.blueprint, problem_pages.page):
        app.register_blueprint(blueprint)
    errors.register(app)
    safety.register(app, settings)
    compression.register(app)
    return app
