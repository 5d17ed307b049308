"""Under which conditions a run goes on bit for bit, and which of them are others now."""

from __future__ import annotations

import torch

from designer.engine.devices import process_count
from designer.engine.network import Network
from designer.engine.trainer_state import memory_format
from designer.runs.checkpoint_header import Conditions


def conditions_now(network: Network, device: torch.device) -> Conditions:
    """Return the conditions under which a network is trained here."""
    return Conditions(
        device=str(device), threads=torch.get_num_threads(), torch=str(torch.__version__),
        cpu_capability=torch.backends.cpu.get_cpu_capability(), memory_format=memory_format(network), processes=process_count(),
    )  # fmt: skip


def differences(then: Conditions, now: Conditions) -> str:
    """Return what is another value now, in words; empty: the run goes on bit for bit.

    >>> then = Conditions(device="cpu", threads=4, torch="2.12.0", cpu_capability="AVX2", memory_format="channels_last")
    >>> differences(then, Conditions(device="cpu", threads=2, torch="2.13.0", cpu_capability="AVX2", memory_format="channels_last"))
    '2 threads instead of 4, torch 2.13.0 instead of 2.12.0'
    """
    found = []
    if _kind(then.device) != _kind(now.device):
        found.append(f"device {now.device} instead of {then.device}")
    if then.threads != now.threads:
        found.append(f"{now.threads} {'thread' if now.threads == 1 else 'threads'} instead of {then.threads}")
    if then.processes != now.processes:
        found.append(f"{now.processes} {'process' if now.processes == 1 else 'processes'} instead of {then.processes}")
    if then.torch != now.torch:
        found.append(f"torch {now.torch} instead of {then.torch}")
    if then.cpu_capability != now.cpu_capability:
        found.append(f"processor instructions {now.cpu_capability} instead of {then.cpu_capability}")
    if then.memory_format != now.memory_format:
        found.append(f"memory format {now.memory_format} instead of {then.memory_format}")
    return ", ".join(found)


def _kind(device: str) -> str:
    """Return a device without its number: the second of two equal cards computes the same."""
    return device.partition(":")[0]
