"""Connects to where no database answers, and prints what python-oracledb says, as JSON.

connect_timeout.py PORT SECONDS  one connection; the driver's limit, and after twice that ours
connect_timeout.py full          holds a port that does not accept, until standard input closes

One connection a process: until one succeeded, the driver lets others wait for the first.
"""

import json
import os
import socket
import sys
import threading
import time

import oracledb

HOST = "127.0.0.1"


def hold_full_port() -> None:
    """Nobody accepts and the queue is full: a further request to connect gets no answer at all."""
    listener = socket.create_server((HOST, 0), backlog=0)
    waiting = [socket.socket() for _ in range(8)]
    for client in waiting:
        client.setblocking(False)
        client.connect_ex((HOST, listener.getsockname()[1]))
    time.sleep(0.1)
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()


def attempt(port: int, seconds: float) -> None:
    """Print what came of one connection; code and text are null when it had to be ended."""
    said: list[str | None] = []

    def connect() -> None:
        dsn = f"{HOST}:{port}/PDB01"
        try:
            oracledb.connect(user="hr", password="-", dsn=dsn, tcp_connect_timeout=seconds)
        except oracledb.Error as error:
            said.extend([error.args[0].full_code, error.args[0].message])

    started = time.monotonic()
    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(seconds * 2)
    code, text = said or (None, None)
    taken = round(time.monotonic() - started, 2)
    print(json.dumps({"code": code, "text": text, "seconds": taken}), flush=True)
    os._exit(0)  # a connection that still waits would keep the process


if sys.argv[1] == "full":
    hold_full_port()
else:
    attempt(int(sys.argv[1]), float(sys.argv[2]))
