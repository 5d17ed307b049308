"""The worker's main: takes the pipes, ties its life to the window's, imports torch, greets, and answers until it is closed."""

from __future__ import annotations

import os
import socket
import sys
import traceback
from typing import NoReturn

import msgspec

from designer import version
from designer.engine.lifeline import STREAM_LOST, Inbox, Outbox, die_with_parent, take_pipes
from designer.engine.ranks.team import StartedTeam
from designer.engine.threads import prepare_for_torch, rank_threads, usable_cores, worker_threads
from designer.network.errors import DesignerError
from designer.protocol.framing import frame, greeting_frame
from designer.protocol.greeting import PROTOCOL_NUMBER, Greeting


def main(processes: int = 1) -> NoReturn:
    """Serve one window on standard input and output until it closes them.

    Args:
        processes: That train together: this one and others that it starts.

    Returns:
        Nothing: the process ends here.
    """
    reading, writing = take_pipes()
    die_with_parent()
    inbox = Inbox(reading)  # watches the end of input from here on, while torch is imported too
    outbox = Outbox(writing)
    prepare_for_torch()
    threads = rank_threads(worker_threads(usable_cores()), processes)
    team = StartedTeam(processes, threads, inbox.wake) if processes > 1 else None
    status = _serve(inbox, outbox, team, threads)
    sys.stderr.flush()
    # everything is written: taking torch apart, or waiting for its first imports, would cost up to seconds
    os._exit(status)


def _serve(inbox: Inbox, outbox: Outbox, team: StartedTeam | None, threads: int) -> int:
    import torch

    from designer.engine.devices import find_devices
    from designer.engine.session import Session
    from designer.engine.warm_up import warm_up

    torch.set_num_threads(threads)
    processes = team.ranks if team else 1
    devices = tuple(msgspec.structs.replace(device, cores=device.cores * processes) for device in find_devices())
    greeting = Greeting(
        protocol=PROTOCOL_NUMBER, program=version(), torch=str(torch.__version__), devices=devices, pid=os.getpid(),
        host=socket.gethostname(), processes=processes,
    )  # fmt: skip
    outbox.send(greeting_frame(greeting))
    warm_up()
    session = Session(inbox, lambda event: outbox.send(frame(event)), team)
    while not session.closed:
        try:
            session.turn()
        except Exception as error:  # the last resort: whatever it was, the window is told and the worker goes on
            traceback.print_exc()
            session.recover(_sentence(error))
    session.end()
    outbox.close()
    return STREAM_LOST if session.lost else 0


def _sentence(error: Exception) -> str:
    """Return what an error says: an expected one in its own words, another in one line."""
    if isinstance(error, DesignerError):
        return str(error)
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return f"the worker met an error it did not expect: {type(error).__name__}: {first}"[:500].rstrip(": ")
