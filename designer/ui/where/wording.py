"""How a place is called where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSysInfo

from designer.protocol.greeting import Greeting

__all__ = ["place_text"]


def place_text(greeting: Greeting, device: str) -> str:
    """Return a device with its machine, where that is another, and the number of processes: "big: CPU · 8 cores · 4 processes".

    >>> from designer.protocol.greeting import Greeting
    >>> place_text(Greeting(protocol=1, program="", host="big.example.org", processes=4), "CPU · 8 cores")
    'big: CPU · 8 cores · 4 processes'
    """
    if greeting.processes > 1:
        device = QCoreApplication.translate("Device", "{0} · {1} processes").format(device, greeting.processes)
    host = greeting.host.partition(".")[0]
    here = QSysInfo.machineHostName().partition(".")[0]
    return f"{host}: {device}" if host and host.casefold() != here.casefold() else device
