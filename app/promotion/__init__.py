"""What a raise would do: computes and shows, and never changes a row."""

from flask import Flask

from promotion import calculator, employees, health
from promotion.database import Database
from promotion.errors import register_error_handlers
from promotion.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; without settings they come from the environment (see `Settings`)."""
    app = Flask(__name__)
    app.json.sort_keys = False
    app.extensions["database"] = Database(settings or Settings.from_environment())
    register_error_handlers(app)
    app.register_blueprint(calculator.blueprint)
    app.register_blueprint(employees.blueprint)
    app.register_blueprint(health.blueprint)
    return app
