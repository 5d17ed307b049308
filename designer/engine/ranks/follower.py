"""A rank that is not the leader: comes, does as it is told, and ends with its life-line."""

from __future__ import annotations

import os
import signal

from designer.engine.lifeline import die_with_parent, end_with_input
from designer.engine.ranks.launching import THREADS, keep_to_loopback
from designer.engine.threads import prepare_for_torch


def main() -> int:
    """Serve the leader that started this process, until it says so or is gone.

    Returns:
        The exit status.
    """
    die_with_parent()
    end_with_input(0)  # from here on, while torch is imported too
    keep_to_loopback()
    prepare_for_torch()
    import torch

    from designer.engine.ranks.joining import come
    from designer.engine.ranks.serving import serve
    from designer.engine.warm_up import warm_up

    torch.set_num_threads(int(os.environ[THREADS]))
    warm_up()
    return serve(come())


def main_by_torchrun(threads: int) -> int:
    """Serve rank 0 of a user's own `torchrun`; standard input and output stay untouched.

    Returns:
        The exit status.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all: rank 0 stops after its step, and then tells us
    prepare_for_torch()
    import torch

    from designer.engine.ranks.joining import come_by_torchrun
    from designer.engine.ranks.serving import serve

    torch.set_num_threads(threads)
    return serve(come_by_torchrun())


if __name__ == "__main__":
    status = main()
    # taking torch apart would cost up to seconds, and may wait for a peer that is gone
    os._exit(status)
