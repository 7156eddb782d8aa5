"""A service on a real database in a folder of its own."""

import pytest

from app import create_app
from app.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path)


@pytest.fixture
def app(settings):
    return create_app(settings)


@pytest.fixture
def client(app):
    return app.test_client()
