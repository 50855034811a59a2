"""Errors as people read them: a sentence and the right status, never a stack."""

from flask import Flask, Response, current_app

from promotion.amounts import BadAmount
from promotion.database import DatabaseUnavailable


def _plain(text: str, status: int) -> Response:
    return Response(text + "\n", status, content_type="text/plain; charset=utf-8")


def register_error_handlers(app: Flask) -> None:
    """Turn the two expected kinds of trouble into answers."""

    @app.errorhandler(BadAmount)
    def bad_amount(error: BadAmount) -> Response:
        return _plain(str(error), 400)

    @app.errorhandler(DatabaseUnavailable)
    def unavailable(error: DatabaseUnavailable) -> Response:
        current_app.logger.error("database unavailable: %s", error.__cause__)
        response = _plain("The database does not answer. Try again in a moment.", 503)
        response.headers["Retry-After"] = "5"
        return response
