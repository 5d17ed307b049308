"""One whole drag from the palette with a real mouse: a virtual screen, xdotool, and what the document holds afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.lines import LineReader

ROOT = Path(__file__).parents[2]
NEEDED = ("Xvfb", "xdotool")

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(any(shutil.which(tool) is None for tool in NEEDED), reason="needs Xvfb and xdotool"),
]

WINDOW = """
import sys
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication
from designer.ui.application import make_window
from designer.ui.palette import EntryButton
application = QApplication([])
window = make_window(application)
window.setGeometry(0, 0, 1600, 1000)
window.show()
def say(*words):
    print(*words, flush=True)
def settled():
    entry = next(button for button in window.findChildren(EntryButton) if button.entry.key == "avg_pool")
    from_ = entry.mapToGlobal(entry.rect().center())
    cards, view = window.canvas.canvas_scene.cards, window.canvas
    middle = (cards["relu1"].pos() + cards["relu1"].output_port() + cards["pool1"].pos() + cards["pool1"].input_port(0)) / 2
    to = view.viewport().mapToGlobal(view.mapFromScene(middle))
    say("ready", from_.x(), from_.y(), to.x(), to.y())
window.canvas.visible_changed.connect(lambda ids: ids and (window.canvas.visible_changed.disconnect(), settled()))
window.document.changed.connect(lambda old, new: say("order", *(window.document.analysis.order)))
window.document.analysed.connect(lambda analysis: say("shape", *analysis.reports["conv2"].output_shape))
application.exec()
"""


@pytest.fixture
def display() -> Iterator[str]:
    """Start a virtual screen and give its name."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24"], pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answers:
        number = answers.readline().strip()
    yield f":{number}"
    screen.terminate()
    screen.wait()


def mouse(display: str, *words: str) -> None:
    subprocess.run(["xdotool", *words], check=True, env={**os.environ, "DISPLAY": display}, stdout=subprocess.DEVNULL)


def test_a_block_is_dragged_from_the_palette_onto_a_wire(display: str) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": os.fspath(ROOT)}
    with subprocess.Popen([sys.executable, "-c", WINDOW], stdout=subprocess.PIPE, env=environment) as window:
        assert window.stdout is not None
        lines = LineReader(window.stdout)
        try:
            from_x, from_y, to_x, to_y = map(int, lines.wait_for("ready").split()[1:])
            mouse(display, "mousemove", str(from_x), str(from_y), "mousedown", "1")
            for part in range(1, 21):  # a hand does not jump: a drag starts after some pixels and is followed on its way
                x, y = from_x + (to_x - from_x) * part // 20, from_y + (to_y - from_y) * part // 20
                mouse(display, "mousemove", "--sync", str(x), str(y))
            mouse(display, "mousemove", str(to_x), str(to_y + 1), "mousemove", "--sync", str(to_x), str(to_y), "mouseup", "1")
            order = lines.wait_for("order").split()[1:]
            assert order[2:5] == ["relu1", "pool3", "pool1"]
            assert lines.wait_for("shape") == "shape 16 3 3"
            mouse(display, "key", "ctrl+z")
            assert "pool3" not in lines.wait_for("order").split()
        finally:
            window.kill()
