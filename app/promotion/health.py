"""What an orchestrator asks: is the process alive, and can it serve."""

from flask import Blueprint, Response

from promotion.database import current_database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Alive; says nothing of the database, which a restart of this process would not mend."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Ready when the table that the pages read can be read (503 otherwise)."""
    current_database().query("select count(*) from employees where rownum = 1")
    return Response("ready\n", content_type="text/plain; charset=utf-8")
