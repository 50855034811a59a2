"""`python -m promotion.serve HOST PORT`: gunicorn, or waitress on Windows."""

import sys


def main() -> None:
    """Run the server that fits the platform until it is told to end."""
    host, port = sys.argv[1], sys.argv[2]
    if sys.platform == "win32":
        from waitress import serve

        from promotion import create_app

        serve(create_app(), host=host, port=int(port))
        return
    from gunicorn.app.wsgiapp import run

    bind = ["--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"]
    sys.argv = ["gunicorn", *bind, "--graceful-timeout", "10", "promotion:create_app()"]
    run()


if __name__ == "__main__":
    main()
