"""Two processes behind a window, and a worker on another machine: the real window and the real worker."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.runs.home import runs_folder
from designer.ui.files.settings import Settings
from designer.ui.training.states import TrainingState
from designer.ui.where.place import Place
from tests.end_to_end.hands import SLOW_MS, open_window
from tests.end_to_end.lines import LineReader
from tests.engine.test_worker_life import watched

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc and kills")

WINDOW = """
from PySide6.QtWidgets import QApplication
from designer.ui.application import make_window
from designer.ui.files.settings import Settings
from designer.ui.where.place import Place
settings = Settings()
settings.where = Place(processes=2).to_text()
settings.sync()
application = QApplication([])
window = make_window(application)
window.show()
window.session.worker_ready.connect(lambda greeting: window.session.train())
def look(frame):
    if frame.run and frame.step and frame.cards:
        window.session.frame_drawn.disconnect(look)
        print("maps", window.session.greeting.pid, window.session.greeting.processes, window.toolbar.device_chip.text(), flush=True)
window.session.frame_drawn.connect(look)
application.exec()
"""


def children_of(pid: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


@LINUX
def test_the_leaders_maps_arrive_and_no_rank_outlives_a_killed_window() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.fspath(ROOT)}
    window = subprocess.Popen([sys.executable, "-c", WINDOW], stdout=subprocess.PIPE, env=environment)
    assert window.stdout is not None
    try:
        _, pid, processes, chip = LineReader(window.stdout).wait_for("maps").split(maxsplit=3)
        assert processes == "2" and "2 processes" in chip
        ranks = children_of(int(pid))
        assert len(ranks) == 1
        with ExitStack() as stack:
            ended = [stack.enter_context(watched(number)) for number in (int(pid), *ranks)]
            window.send_signal(signal.SIGKILL)
            assert all(has_ended(2.0) for has_ended in ended), "a process lives on"
    finally:
        window.kill()
        window.wait()
        window.stdout.close()


FAR = """#!/bin/sh
echo "Last login: today"
cd /
exec env -i PATH=/usr/bin:/bin HOME={home} CNN_DESIGNER_HOME={home}/data sh -c "$1"
"""


@LINUX
def test_a_run_on_another_machine_is_watched_and_copied_here(qtbot: QtBot, tmp_path: Path) -> None:
    home = tmp_path / "far home"
    home.mkdir()
    (home / "nets").symlink_to(ROOT)
    script = tmp_path / "far"
    script.write_text(FAR.format(home=shlex.quote(str(home))))
    script.chmod(0o755)
    Settings().where = Place(front=shlex.quote(str(script)), folder="~/nets", python=sys.executable).to_text()
    hands = open_window(qtbot)
    window = hands.window
    assert any("Last login: today" in line for line in window.log_panel.text().splitlines())
    window.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 1))
    hands.press("train")
    hands.wait_for(TrainingState.RUNNING)
    hands.wait_for(TrainingState.READY)
    (there,) = (home / "data" / "runs").iterdir()
    here = runs_folder() / there.name
    names = ("run.json", "metrics.jsonl", "architecture.cnn", "best.safetensors", "last.safetensors")
    qtbot.waitUntil(lambda: (here / "run.json").exists() and json.loads((here / "run.json").read_text())["result"] is not None, timeout=SLOW_MS)
    assert all((here / name).read_bytes() == (there / name).read_bytes() for name in names)
    assert not (here / "checkpoint.safetensors").exists()
