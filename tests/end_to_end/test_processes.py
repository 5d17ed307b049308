"""What holds between the processes: no torch in the window, no Qt in the worker, no worker without a window."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.lines import LineReader

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")

WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from designer.ui.application import make_window
application = QApplication([])
window = make_window(application)
window.show()
def report():
    wrong = [name for name in ("torch", "designer.engine", "designer.data") if name in sys.modules]
    print("pid", window.session.greeting.pid, "wrong", wrong, flush=True)
    if {train}:
        window.session.train()
        window.session.steps_done.connect(tell)
def tell(event):
    window.session.steps_done.disconnect(tell)
    print("training", flush=True)
window.live_maps.changed.connect(lambda ids: ids and (window.live_maps.changed.disconnect(), QTimer.singleShot(0, report)))
application.exec()
"""


def started_window(train: bool) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.fspath(ROOT)}
    return subprocess.Popen([sys.executable, "-c", WINDOW.replace("{train}", str(train))], stdout=subprocess.PIPE, env=environment)


def loaded_libraries(pid: int) -> str:
    return Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")


def is_gone_within(pid: int, seconds: float) -> bool:
    """Tell whether a process ends in time; a zombie nobody waits for has ended."""
    deadline = time.monotonic() + seconds
    handle = os.pidfd_open(pid)
    try:
        ready, _, _ = select.select([handle], [], [], max(deadline - time.monotonic(), 0))
        return bool(ready)
    finally:
        os.close(handle)


@LINUX
@pytest.mark.parametrize("train", [False, True], ids=["idle", "training"])
def test_no_worker_outlives_a_killed_window(train: bool) -> None:
    window = started_window(train)
    assert window.stdout is not None
    lines = LineReader(window.stdout)
    try:
        _, pid_text, _, wrong = lines.wait_for("pid").split(maxsplit=3)
        pid = int(pid_text)
        assert wrong == "[]", "the window's process has loaded what it may not"
        libraries = loaded_libraries(pid)
        assert "libtorch" in libraries
        assert "Qt6" not in libraries and "PySide6" not in libraries, "the worker has loaded Qt"
        assert "libtorch" not in loaded_libraries(window.pid)
        if train:
            lines.wait_for("training")
        window.send_signal(signal.SIGKILL)
        assert is_gone_within(pid, 2.0)
    finally:
        window.kill()
        window.wait()
        window.stdout.close()
