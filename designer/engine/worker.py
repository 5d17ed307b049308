"""The worker's main: takes the pipes, ties its life to the window's, imports torch, greets, and answers until it is closed."""

from __future__ import annotations

import os
import sys
import traceback

from designer import version
from designer.engine.lifeline import STREAM_LOST, Inbox, Outbox, die_with_parent, take_pipes
from designer.engine.threads import usable_cores, wait_passively, worker_threads
from designer.network.errors import DesignerError
from designer.protocol.framing import frame, greeting_frame
from designer.protocol.greeting import PROTOCOL_NUMBER, Greeting


def main(processes: int = 1) -> int:
    """Serve one window on standard input and output until it closes them.

    Args:
        processes: Only 1 is possible so far.

    Returns:
        The exit status 2 for several processes; otherwise the process ends here.
    """
    if processes != 1:
        print(f"error: {processes} processes: training in several processes is not possible yet", file=sys.stderr)
        return 2
    reading, writing = take_pipes()
    die_with_parent()
    inbox = Inbox(reading)  # watches the end of input from here on, while torch is imported too
    outbox = Outbox(writing)
    wait_passively()
    status = _serve(inbox, outbox)
    sys.stderr.flush()
    # everything is written: taking torch apart, or waiting for its first imports, would cost up to seconds
    os._exit(status)


def _serve(inbox: Inbox, outbox: Outbox) -> int:
    import torch

    from designer.engine.devices import find_devices
    from designer.engine.session import Session
    from designer.engine.warm_up import warm_up

    torch.set_num_threads(worker_threads(usable_cores()))
    greeting = Greeting(protocol=PROTOCOL_NUMBER, program=version(), torch=str(torch.__version__), devices=find_devices(), pid=os.getpid())
    outbox.send(greeting_frame(greeting))
    warm_up()
    session = Session(inbox, lambda event: outbox.send(frame(event)))
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
