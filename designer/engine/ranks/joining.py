"""Torch's side of coming together: the process group, for ranks that the leader started and for those of a user's own `torchrun`."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import torch
import torch.distributed as dist
from torch._C._distributed_c10d import Store, TCPStore  # torch.distributed has them too, but does not say so

from designer.engine.errors import RunError
from designer.engine.ranks.channel import Channel
from designer.engine.ranks.launching import ADDRESS, HOST, PORT, RANK, WORLD_SIZE, RankProcesses

STEP_TIMEOUT = timedelta(minutes=30)
"""How long one rank may wait for the others within a step; a pause is not part of one."""
_GATHER_S = 120.0
_LOOK_EVERY_S = 0.02


def gather(processes: RankProcesses) -> Channel:
    """Bring the leader and the ranks that it started together.

    Raises:
        RunError: One of them ended, or did not come.
    """
    ranks = len(processes.processes) + 1
    store = TCPStore(HOST, processes.port, ranks, True, wait_for_workers=False, master_listen_fd=processes.take_listener())
    names = [_here(process.rank) for process in processes.processes]
    deadline = time.monotonic() + _GATHER_S
    while not store.check(names):
        if trouble := processes.trouble():
            raise RunError(trouble)
        if time.monotonic() > deadline:
            raise RunError(f"not all of {ranks} processes came up within {_GATHER_S:.0f} s; is there memory for all of them?")
        time.sleep(_LOOK_EVERY_S)
    return _form_group(store, 0, ranks)


def come() -> Channel:
    """Come as one of the ranks that the leader started; the environment says which, and where."""
    rank, ranks = int(os.environ[RANK]), int(os.environ[WORLD_SIZE])
    store = TCPStore(os.environ[ADDRESS], int(os.environ[PORT]), ranks, False, wait_for_workers=False)
    store.set(_here(rank), "1")
    return _form_group(store, rank, ranks)


def come_by_torchrun() -> Channel:
    """Come together under a user's own `torchrun`, on one machine or several."""
    dist.init_process_group(_backend(), timeout=STEP_TIMEOUT)
    return Channel()


def device_of_rank(kind: str, rank: int, ranks: int) -> torch.device:
    """Return what a rank computes on: the processor, or a card of its own.

    Raises:
        RunError: There are fewer cards than ranks here, or the device cannot be shared.
    """
    if kind == "cpu":
        return torch.device("cpu")
    if kind != "cuda":
        raise RunError(f"several processes compute on the processor or on CUDA cards, not on '{kind}'; choose the device cpu, or one process")
    local, here = int(os.environ.get("LOCAL_RANK", rank)), int(os.environ.get("LOCAL_WORLD_SIZE", ranks))
    cards = torch.cuda.device_count()
    if cards < here:
        there = f"there {'is' if cards == 1 else 'are'} {cards}"
        raise RunError(f"{here} processes need {here} CUDA cards, one each; {there}: use fewer processes, or the device cpu")
    return torch.device("cuda", local)


def leave() -> None:
    """Give up the process group, so that another can be formed."""
    if dist.is_initialized():
        dist.destroy_process_group()


def _form_group(store: Store, rank: int, ranks: int) -> Channel:
    dist.init_process_group(_backend(), store=store, rank=rank, world_size=ranks, timeout=STEP_TIMEOUT)
    return Channel()


def _backend() -> str:
    """Return torch's name for: NCCL for what lies on cards, gloo for the rest."""
    return "cpu:gloo,cuda:nccl" if torch.cuda.is_available() and dist.is_nccl_available() else "gloo"


def _here(rank: int) -> str:
    return f"rank {rank} is here"
