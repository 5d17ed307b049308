"""The program's loop beside a busy neighbour, against the loop anybody would write with torch's own threads beside the same neighbour."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.benchmarks.training import ROOT, measured

REPAINTS_PER_SECOND = 60


def compare_beside(neighbour: str, rounds: int) -> None:
    """Print images a second of both loops beside a neighbour, and their ratio, round by round and in the median."""
    ratios = []
    for number in range(rounds):
        with beside(neighbour):
            ours = measured("ours")
            theirs = measured("defaults")
        ratios.append(ours / theirs)
        print(f"round {number + 1}: ours {ours:,.0f}  torch's own threads {theirs:,.0f} images/s  ratio {ratios[-1]:.2f}", flush=True)
    print(f"beside {neighbour}: ours / torch's own threads {statistics.median(ratios):.2f} ({min(ratios):.2f} … {max(ratios):.2f}), N = {rounds}")


@contextmanager
def beside(neighbour: str) -> Iterator[None]:
    """Keep a neighbour running; it has begun its work before anything is measured."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    command = [sys.executable, "-m", "tests.benchmarks.neighbours", neighbour]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), f"the neighbour {neighbour} did not begin"
        yield
    finally:
        process.kill()
        process.wait()


def spin() -> None:
    """Keep one core busy."""
    print("spinning", flush=True)
    while True:
        pass


def repaint() -> None:
    """Repaint a window of 1600×1000 as often as a screen is refreshed: gradients and text, about what a drawn chart costs."""
    from PySide6.QtCore import QRectF, QTimer
    from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Repainted(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt calls it so
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shade = QLinearGradient(0, 0, self.width(), self.height())
            shade.setColorAt(0, QColor(time.time_ns() // 1_000_000 % 256, 128, 128))
            shade.setColorAt(1, QColor(32, 32, 96))
            painter.fillRect(self.rect(), shade)
            for row in range(40):
                painter.drawEllipse(QRectF(20 * row, 15 * row, 200, 80))
                painter.drawText(20, 24 * row, "step 1,281 · loss 0.0321 · accuracy 98.9 %")

    application = QApplication([])
    widget = Repainted()
    widget.resize(1600, 1000)
    widget.show()
    timer = QTimer()
    timer.setInterval(1000 // REPAINTS_PER_SECOND)
    timer.timeout.connect(widget.update)
    timer.start()
    print("repainting", flush=True)
    application.exec()


NEIGHBOURS: dict[str, Callable[[], None]] = {"a repainting window": repaint, "a spinning process": spin}

if __name__ == "__main__":
    NEIGHBOURS[sys.argv[1]]()
