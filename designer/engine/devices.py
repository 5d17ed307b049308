"""The devices that torch can compute on, by name and for people."""

from __future__ import annotations

import torch
from torch import Tensor

from designer.engine.errors import EngineError
from designer.protocol.greeting import Device


def find_devices() -> tuple[Device, ...]:
    """Return what can compute here, the processor first."""
    found = [Device(name="cpu", title="CPU", cores=torch.get_num_threads())]
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            facts = torch.cuda.get_device_properties(index)
            found.append(Device(name=f"cuda:{index}", title=str(facts.name), memory_bytes=int(facts.total_memory)))
    if torch.backends.mps.is_available():
        found.append(Device(name="mps", title="Apple GPU", memory_bytes=int(torch.mps.recommended_max_memory())))
    return tuple(found)


def choose_device(name: str) -> torch.device:
    """Return the device of that name; ``auto`` takes a GPU where there is one.

    Raises:
        EngineError: There is no such device here.
    """
    known = [device.name for device in find_devices()]
    if name == "auto":
        return torch.device(known[-1] if known[-1] == "mps" else known[min(1, len(known) - 1)])
    wanted = "cuda:0" if name == "cuda" else name
    if wanted not in known:
        raise EngineError(f"there is no device '{name[:40]}' here; there is {', '.join(known)}")
    return torch.device(wanted)


def process_count() -> int:
    """Return how many processes train together, this one included."""
    return torch.distributed.get_world_size() if torch.distributed.is_available() and torch.distributed.is_initialized() else 1


def random_state(device: torch.device) -> tuple[Tensor, Tensor | None]:
    """Return the state of the random numbers that a step on this device draws."""
    if device.type == "cuda":
        return torch.get_rng_state(), torch.cuda.get_rng_state(device)
    if device.type == "mps":
        return torch.get_rng_state(), torch.mps.get_rng_state()
    return torch.get_rng_state(), None


def restore_random_state(device: torch.device, state: tuple[Tensor, Tensor | None]) -> None:
    """Go back to a state taken by `random_state`."""
    torch.set_rng_state(state[0])
    if state[1] is not None and device.type == "cuda":
        torch.cuda.set_rng_state(state[1], device)
    if state[1] is not None and device.type == "mps":
        torch.mps.set_rng_state(state[1])
