import pytest

from promotion.settings import Settings, SettingsError

GOOD = {"DB_USER": "app", "DB_PASSWORD": "secret", "DB_DSN": "h:1/s"}


def test_defaults():
    settings = Settings.from_environment(GOOD)
    assert (settings.schema, settings.pool_max, settings.call_timeout_ms) == ("HR", 4, 10_000)


def test_the_password_is_not_shown():
    assert "secret" not in repr(Settings.from_environment(GOOD))


def test_every_missing_variable_is_named():
    with pytest.raises(SettingsError, match=r"DB_USER, DB_PASSWORD, DB_DSN"):
        Settings.from_environment({})


@pytest.mark.parametrize("bad", ["0", "-1", "x", "1.5", ""])
def test_limits_are_positive_whole_numbers(bad):
    with pytest.raises(SettingsError, match="DB_POOL_MAX"):
        Settings.from_environment({**GOOD, "DB_POOL_MAX": bad})


@pytest.mark.parametrize("bad", ['HR"; drop', "a b", "1x", "é"])
def test_the_schema_is_a_plain_name(bad):
    with pytest.raises(SettingsError, match="DB_SCHEMA"):
        Settings.from_environment({**GOOD, "DB_SCHEMA": bad})
