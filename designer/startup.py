"""Find out whether a window can open at all, before Qt is loaded: Qt itself would abort the process.

Two things stop a window on Linux: there is no display, or a system library that Qt links to is not installed. Both end
as one sentence that says what to type. Elsewhere Qt brings what it needs, and nothing is checked.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Mapping

__all__ = ["Answers", "Loads", "window_problem"]

Answers = Callable[[str | tuple[str, int]], bool]
"""Says whether somebody listens at a Unix socket's path or at a (host, port)."""

Loads = Callable[[str], bool]
"""Says whether the dynamic linker finds a library by its soname."""

_HEADLESS = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay")

# soname → the Debian and Ubuntu package that holds it
_LINKED_BY_QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_LINKED_BY_XCB = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
_LINKED_BY_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_LINKED_BY = {"xcb": _LINKED_BY_QT | _LINKED_BY_XCB, "wayland": _LINKED_BY_QT | _LINKED_BY_WAYLAND}

_ANSWER_TIMEOUT_S = 2.0


def _answers(address: str | tuple[str, int]) -> bool:
    try:
        if not isinstance(address, str):
            socket.create_connection(address, _ANSWER_TIMEOUT_S).close()
            return True
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_ANSWER_TIMEOUT_S)
            connection.connect(address)
    except OSError:
        return False
    return True


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def window_problem(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    answers: Answers = _answers,
    loads: Loads = _loads,
    command: str = "cnn-designer",
) -> str | None:
    """Return one sentence that says why no window can open and what would work, or None.

    Args:
        command: What the user typed to start the program; the sentence proposes another use of it.

    >>> window_problem({}, "linux")
    'There is no display: DISPLAY and WAYLAND_DISPLAY are not set; log in to a desktop, or train without a window: cnn-designer train lenet5'
    """
    if not platform.startswith("linux"):
        return None
    wanted = [name.partition(":")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";") if name]
    if any(name in _HEADLESS for name in wanted):
        return _missing_library(_LINKED_BY_QT, loads)
    reachable = [name for name, ready in _servers(environment, answers).items() if ready and (not wanted or _is_wanted(name, wanted))]
    if not reachable:
        return f"There is no display: {_silence(environment)}; log in to a desktop, or train without a window: {command} train lenet5"
    problems = [_missing_library(_LINKED_BY[name], loads) for name in reachable]
    return None if None in problems else problems[0]


def _is_wanted(name: str, wanted: list[str]) -> bool:
    return any(choice.startswith(name) for choice in wanted)  # "wayland-egl" is Wayland too


def _servers(environment: Mapping[str, str], answers: Answers) -> dict[str, bool]:
    """Say for each kind of display server whether one answers."""
    display, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    return {
        "xcb": bool(display) and any(answers(address) for address in _x_addresses(display)),
        "wayland": bool(wayland) and answers(os.path.join(environment.get("XDG_RUNTIME_DIR", ""), wayland)),
    }


def _x_addresses(display: str) -> list[str | tuple[str, int]]:
    """Return where the X server of a DISPLAY such as `:0`, `unix:0.0` or `localhost:10.0` may listen.

    Source:
        X(7), "Display names"; an X server on Linux listens at a file and at the abstract socket of the same name.
    """
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return []
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return [path, f"\0{path}"]
    return [(host.strip("[]"), 6000 + int(number))]


def _silence(environment: Mapping[str, str]) -> str:
    """Say what was tried when no display answered."""
    tried = [f"{name}={environment[name]}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if environment.get(name)]
    return f"nobody answers at {' or '.join(tried)}" if tried else "DISPLAY and WAYLAND_DISPLAY are not set"


def _missing_library(needed: Mapping[str, str], loads: Loads) -> str | None:
    """Return the sentence about the libraries that are not installed, or None."""
    missing = {soname: package for soname, package in needed.items() if not loads(soname)}
    if not missing:
        return None
    libraries, verb = ", ".join(missing), "is" if len(missing) == 1 else "are"
    return f"Qt needs {libraries}, which {verb} not installed; on Debian and Ubuntu: sudo apt install {' '.join(missing.values())}"
