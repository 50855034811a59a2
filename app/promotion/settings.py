"""Typed settings, read once from the environment: the only door for configuration and secrets."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field


class SettingsError(Exception):
    """A setting is missing or is not of its type."""


@dataclass(frozen=True)
class Settings:
    """DB_USER, DB_PASSWORD, DB_DSN (host:port/service), and optional limits."""

    user: str
    password: str = field(repr=False)
    dsn: str
    schema: str = "HR"
    pool_max: int = 4
    call_timeout_ms: int = 10_000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment; raises SettingsError naming every variable that is wrong."""
        env = os.environ if environment is None else environment
        missing = [name for name in ("DB_USER", "DB_PASSWORD", "DB_DSN") if not env.get(name)]
        if missing:
            raise SettingsError(f"Missing environment variables: {', '.join(missing)}.")
        schema = env.get("DB_SCHEMA", "HR").upper()
        if not schema.isidentifier() or not schema.isascii():
            raise SettingsError("DB_SCHEMA must be a plain Oracle name.")
        return cls(
            user=env["DB_USER"],
            password=env["DB_PASSWORD"],
            dsn=env["DB_DSN"],
            schema=schema,
            pool_max=_positive(env, "DB_POOL_MAX", 4),
            call_timeout_ms=_positive(env, "DB_CALL_TIMEOUT_MS", 10_000),
        )


def _positive(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{name} must be a positive whole number, not {text!r}.")
    return int(text)
