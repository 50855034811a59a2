"""One connection pool for the process; a session is borrowed for the length of one query."""

import threading
from collections.abc import Mapping
from typing import Any

import oracledb
from flask import current_app

from promotion.settings import Settings


class DatabaseUnavailable(Exception):
    """The database does not answer, or not in time."""


class Database:
    """Lazily opened pool, so that the app starts (and can say 503) while the database is away."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: oracledb.ConnectionPool | None = None
        self._lock = threading.Lock()

    def _open(self) -> oracledb.ConnectionPool:
        with self._lock:
            if self._pool is None:
                self._pool = oracledb.create_pool(
                    user=self._settings.user,
                    password=self._settings.password,
                    dsn=self._settings.dsn,
                    min=1,
                    max=self._settings.pool_max,
                    getmode=oracledb.POOL_GETMODE_TIMEDWAIT,
                    wait_timeout=5000,
                    session_callback=self._prepare_session,
                )
            return self._pool

    def _prepare_session(self, connection: oracledb.Connection, _tag: str) -> None:
        connection.call_timeout = self._settings.call_timeout_ms
        connection.current_schema = self._settings.schema

    def query(self, sql: str, binds: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query; numbers arrive as Decimal. Raises DatabaseUnavailable."""
        try:
            with self._open().acquire() as connection, connection.cursor() as cursor:
                cursor.execute(sql, binds or {}, fetch_decimals=True)
                return cursor.fetchall()
        except oracledb.Error as error:
            raise DatabaseUnavailable from error

    def version(self) -> str:
        """Return the server's version as the driver reads it at logon, e.g. 19.0.0.0.0."""
        try:
            with self._open().acquire() as connection:
                return connection.version
        except oracledb.Error as error:
            raise DatabaseUnavailable from error

    def close(self) -> None:
        """End the pool; the next query opens a new one."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close(force=True)


def current_database() -> Database:
    """Return the database of the application that handles this request."""
    return current_app.extensions["database"]
