"""A virtual screen with a real pointer and real keys: Xvfb and xdotool, and pictures of what is on it."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

Point = Sequence[int]

_NEEDED = ("Xvfb", "xdotool")
_HEADER = struct.Struct(">25I")
_COLOUR_BYTES = 12
_MOVES = 16
_MOVE_S = 0.008
"""Between the movements of a drag: a hand does not jump."""


def why_no_screen() -> str:
    """Return what is missing for a virtual screen; empty: nothing."""
    missing = [tool for tool in _NEEDED if shutil.which(tool) is None]
    return f"needs {' and '.join(missing)} for a virtual screen" if missing else ""


class Screen:
    """What a person has in hand: pointer, wheel and keys, all through the X server.

    Args:
        display: Name of the virtual screen, such as ``:5``.
        pixels: The file in which the X server keeps them.
    """

    def __init__(self, display: str, pixels: Path) -> None:
        self.display = display
        self._pixels = pixels
        self._at: tuple[int, int] = (0, 0)

    def point(self, at: Point) -> None:
        """Move the pointer to a place; the last way in small steps, as a hand does."""
        x, y = at[:2]
        (from_x, from_y), self._at = self._at, (x, y)
        self._do("mousemove", from_x + (x - from_x) * 3 // 4, from_y + (y - from_y) * 3 // 4, "mousemove", x, y)

    def click(self, at: Point, button: int = 1) -> None:
        """Point at a place and press a button there."""
        self.point(at)
        self._do("click", button)

    def wheel(self, at: Point, steps: int) -> None:
        """Turn the wheel over a place; upwards where ``steps`` is positive."""
        self.point(at)
        for _ in range(abs(steps)):
            self._do("click", 4 if steps > 0 else 5)

    def press(self, at: Point) -> None:
        """Press the left button at a place and hold it."""
        self.point(at)
        self._do("mousedown", 1)

    def drag_to(self, at: Point) -> None:
        """Move on with the button held."""
        (from_x, from_y), (x, y) = self._at, at[:2]
        words: list[object] = []
        for part in range(1, _MOVES + 1):
            words += ["mousemove", from_x + (x - from_x) * part // _MOVES, from_y + (y - from_y) * part // _MOVES, "sleep", _MOVE_S]
        self._do(*words)
        self._at = x, y

    def release(self) -> None:
        """Let go of the button."""
        self._do("mouseup", 1)

    def keys(self, *keys: str) -> None:
        """Press keys one after the other, such as ``ctrl+z``."""
        self._do("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--clearmodifiers", "--delay", 8, text)

    def picture(self) -> Image.Image:
        """Return what is on the screen now, with the pointer."""
        data = self._pixels.read_bytes()
        head = _HEADER.unpack_from(data)
        start, width, height, line = head[0] + head[19] * _COLOUR_BYTES, head[4], head[5], head[12]
        rows = np.frombuffer(data, np.uint8, line * height, start).reshape(height, line // 4, 4)
        return Image.fromarray(np.ascontiguousarray(rows[:, :width, 2::-1]))  # stored as blue, green, red, unused

    def _do(self, *words: object) -> None:
        environment = {**os.environ, "DISPLAY": self.display}
        subprocess.run(["xdotool", *map(str, words)], check=True, env=environment, stdout=subprocess.DEVNULL)


@contextmanager
def virtual_screen(size: tuple[int, int]) -> Iterator[Screen]:
    """Start a virtual screen of so many pixels, on a free display, and end it afterwards."""
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory(prefix="screen-") as folder:
        words = ["-displayfd", str(writing), "-fbdir", folder, "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"]
        server = subprocess.Popen(["Xvfb", *words], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as answers:
                number = answers.readline().strip()
            assert number, "Xvfb did not start"
            yield Screen(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()
