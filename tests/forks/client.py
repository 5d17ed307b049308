"""Stands for a process that `server` forks, where that was started: hands over its streams and ends as the other one does.

It starts in a moment, as ``python -I -S client.py SOCKET WORD…``, and imports nothing else of ours.
"""

import contextlib
import json
import os
import signal
import socket
import sys


def be_another(path: str, words: list[str]) -> int:
    """Return the exit status of the forked process once it has ended; negative: the signal that killed it."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        order = {"words": words, "folder": os.getcwd(), "environment": dict(os.environ)}
        socket.send_fds(server, [json.dumps(order).encode() + b"\n"], [0, 1, 2])
        return int(server.makefile().readline())


if __name__ == "__main__":
    ended = be_another(sys.argv[1], sys.argv[2:])
    if ended < 0:
        with contextlib.suppress(OSError):  # some cannot be caught, and need not be let go
            signal.signal(-ended, signal.SIG_DFL)
        os.kill(os.getpid(), -ended)
    os._exit(ended)
