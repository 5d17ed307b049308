"""Imports torch once and forks a worker, or another command of the program, whenever a client asks for one.

As a program it takes the number of a listening socket, and ends with its standard input. A client sends one line, `Order`, with its three standard
streams, and is told the exit status of the child in another line; the child of a client that is gone is killed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

LONGEST_ORDER_BYTES = 1 << 20


class Order(TypedDict):
    """What a client asks for: the words after the program's name, or ``-m`` and another module, and what surrounds them."""

    words: list[str]
    folder: str
    environment: dict[str, str]


@dataclass(frozen=True)
class Child:
    """A child that runs, and the client that waits for it."""

    pid: int
    client: socket.socket


def import_torch() -> None:
    """Import, and set before, what the program's processes do; without computing, which could not be forked."""
    from designer.engine import threads

    threads.prepare_for_torch()
    import torch

    for name in ("cli", "engine.session", "engine.terminal_run", "engine.train_command", "engine.warm_up", "engine.worker"):
        importlib.import_module(f"designer.{name}")
    torch.optim.Adam([torch.zeros(1, requires_grad=True)])  # imports what the first optimiser imports
    done = "prepare_for_torch"
    for name in ("train_command", "worker"):
        setattr(sys.modules[f"designer.engine.{name}"], done, lambda: None)


def serve(listener: socket.socket) -> None:
    """Fork children until standard input ends."""
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    selector.register(listener, selectors.EVENT_READ, listener)
    while True:
        for key, _ in selector.select():
            if key.fileobj not in selector.get_map():
                continue  # its child ended in this very turn
            if key.fd == 0:
                for child in {entry.data for entry in selector.get_map().values() if isinstance(entry.data, Child)}:
                    os.kill(child.pid, signal.SIGKILL)
                return
            if key.data is listener:
                _start(listener.accept()[0], selector)
            elif key.fileobj is key.data.client:
                os.kill(key.data.pid, signal.SIGKILL)  # its client is gone
                selector.unregister(key.fileobj)
            else:
                selector.unregister(key.fileobj)
                os.close(key.fd)
                _end(key.data, selector)


def _start(client: socket.socket, selector: selectors.BaseSelector) -> None:
    text, streams, _, _ = socket.recv_fds(client, LONGEST_ORDER_BYTES, 3)
    while not text.endswith(b"\n"):
        more = client.recv(LONGEST_ORDER_BYTES)
        if not more:  # it was killed before it had asked
            client.close()
            for stream in streams:
                os.close(stream)
            return
        text += more
    pid = os.fork()
    if not pid:
        for entry in selector.get_map().values():
            os.close(entry.fd)
        client.close()
        _be_child(json.loads(text), streams)
    for stream in streams:
        os.close(stream)
    child = Child(pid, client)
    selector.register(client, selectors.EVENT_READ, child)
    selector.register(os.pidfd_open(pid), selectors.EVENT_READ, child)


def _end(child: Child, selector: selectors.BaseSelector) -> None:
    _, status = os.waitpid(child.pid, 0)
    if child.client in selector.get_map():
        selector.unregister(child.client)
        with contextlib.suppress(OSError):  # it was killed in this very moment
            child.client.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    child.client.close()


def _be_child(order: Order, streams: Sequence[int]) -> None:
    from designer.cli import main

    status: object = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdin, sys.stdout, sys.stderr = (open(number, mode, buffering=1, closefd=False) for number, mode in enumerate("rww"))  # noqa: SIM115  # kept
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        if order["words"][0] == "-m":
            runpy.run_module(order["words"][1], run_name="__main__", alter_sys=True)
            status = 0
        else:
            status = main(order["words"])
        sys.stdout.flush()
    except SystemExit as ended:
        status = ended.code
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    import_torch()
    gc.collect()
    gc.freeze()  # what lies here already is shared with the children, and is not looked at again in each
    serve(socket.socket(fileno=int(sys.argv[1])))
