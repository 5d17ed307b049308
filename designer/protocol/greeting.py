"""The first frame of both sides: who speaks, in which version."""

from __future__ import annotations

import msgspec

PROTOCOL_NUMBER = 1


class Device(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device that can compute.

    Args:
        name: As torch calls it: ``cpu``, ``cuda:0``, ``mps``.
        title: For people: "CPU", "NVIDIA H100".
        cores: CPU threads used; 0 elsewhere.
        memory_bytes: Of its own; 0 where it has none.
    """

    name: str
    title: str
    cores: int = 0
    memory_bytes: int = 0


class Greeting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a side says first.

    Args:
        program: Version of this program.
        torch: Version of torch; empty from the window.
        devices: What can compute; empty from the window.
        host: Name of the machine; empty from the window.
        processes: That train together.
    """

    protocol: int
    program: str
    torch: str = ""
    devices: tuple[Device, ...] = ()
    pid: int = 0
    host: str = ""
    processes: int = 1
