"""From the start of a process to a painted canvas with LeNet-5, against a bare window of PySide6 with numpy imported.

Both sides run from compiled modules, as an installed program does; the platform is offscreen unless ``QT_QPA_PLATFORM`` names another.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def compare(rounds: int) -> None:
    """Print how long both take, wall clock and processor, and their ratios, round by round and in the median."""
    with tempfile.TemporaryDirectory(prefix="cnn-designer-start-", ignore_cleanup_errors=True) as folder:
        sides = ("bare", "window")
        for side in sides:  # the first start compiles the modules
            measured(side, Path(folder))
        wall: dict[str, list[float]] = {side: [] for side in sides}
        processor: dict[str, list[float]] = {side: [] for side in sides}
        for number in range(rounds):
            for side in sides:
                seconds, busy = measured(side, Path(folder))
                wall[side].append(seconds)
                processor[side].append(busy)
            print(f"round {number + 1}: bare {wall['bare'][-1]:.3f} s  window {wall['window'][-1]:.3f} s", flush=True)
    for name, found in (("wall clock", wall), ("processor", processor)):
        ratios = [own / other for own, other in zip(found["window"], found["bare"], strict=True)]
        print(f"window / bare, {name}: {statistics.median(ratios):.2f} ({min(ratios):.2f} … {max(ratios):.2f}), N = {rounds}")


def measured(side: str, folder: Path) -> tuple[float, float]:
    """Return the seconds from start to first paint, and the processor's seconds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "CNN_DESIGNER_HOME": tempfile.mkdtemp(dir=folder)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "tests.benchmarks.start", side]
    before, began = os.times(), time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stderr=subprocess.DEVNULL)
    seconds, after = time.perf_counter() - began, os.times()
    return seconds, after.children_user + after.children_system - before.children_user - before.children_system


def bare() -> None:
    """Show an empty window until it is painted."""
    import numpy  # noqa: F401  # the window needs it too
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    application = QApplication([])
    window = QMainWindow()
    middle = QWidget()
    window.setCentralWidget(middle)
    window.resize(1600, 1000)
    leave_at_first_paint(middle)
    window.show()
    application.exec()


def window() -> None:
    """Show the program's window as `app` does, until its canvas is painted."""
    import gc

    gc.disable()
    from PySide6.QtWidgets import QApplication

    from designer.ui.application import make_window

    application = QApplication([])
    shown = make_window(application)
    leave_at_first_paint(shown.canvas.viewport())
    shown.show()
    application.exec()


def leave_at_first_paint(widget: object) -> None:
    """End the process in the turn after the widget was painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QWidget

    assert isinstance(widget, QWidget)

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, lambda: os._exit(0))
            return False

    widget.installEventFilter(FirstPaint(widget))


SIDES: dict[str, Callable[[], None]] = {"bare": bare, "window": window}

if __name__ == "__main__":
    SIDES[sys.argv[1]]()
