"""The tests run against a real database, named by the app's own environment variables."""

import pytest

from promotion import create_app
from promotion.settings import Settings


@pytest.fixture(scope="session")
def settings():
    return Settings.from_environment()


@pytest.fixture(scope="session")
def app(settings):
    app = create_app(settings)
    yield app
    app.extensions["database"].close()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def client_without_database():
    """An app whose database does not listen: port 9 of the loopback is nobody's."""
    app = create_app(Settings(user="nobody", password="none", dsn="127.0.0.1:9/NONE?retry_count=0"))
    return app.test_client()
