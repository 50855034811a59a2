"""Checks of the drivers: each is a function of a session; one JSON line for each, {name, error}."""
import json
import sys

import oracledb

DSN, PASSWORD = sys.argv[1:3]
CHECKS = []


def check(f):
    CHECKS.append(f)
    return f


def connect(**more):
    return oracledb.connect(**{"user": "system", "password": PASSWORD, "dsn": DSN, **more})


def raises(code, f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except oracledb.Error as e:
        got = e.args[0].full_code
        assert got == code, f"{got} instead of {code}: {e}"
        return e
    raise AssertionError(f"no {code}")


def same(got, wanted):
    assert got == wanted, f"{got!r} instead of {wanted!r}"


def run(setup, before=None):
    """`setup` texts run once, `before` in front of every check."""
    with connect() as c:
        for text in setup:
            c.cursor().execute(text)
        c.commit()
    for f in CHECKS:
        error = None
        session = connect()
        try:
            if before:
                session.cursor().execute(before)
                session.commit()
            f(session)
        except Exception as e:  # every failure is one line, the other checks still run
            error = f"{type(e).__name__}: {e}"
        finally:
            session.close()
        print(json.dumps({"name": f.__name__.replace("_", " "), "error": error}), flush=True)
