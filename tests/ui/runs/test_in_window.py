"""The Runs tab in the assembled window: ticks become curves, presses become documents, commands and moved folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol.events import CommandFailed, RunsExported, WeightsLoaded
from designer.runs.errors import RunFolderError
from designer.runs.folder import ARCHITECTURE
from designer.runs.notes import read_notes
from designer.ui.main_window import MainWindow
from designer.ui.runs import bin as runs_bin
from designer.ui.runs.train_both import TrainBoth
from designer.ui.training.pace import Pace
from tests.ui.runs.conftest import shown

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(three_runs: list[Path], make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """Return a window with its Runs tab in front."""
    made = make_window()
    made.actions_table["show_runs"].trigger()
    qtbot.waitUntil(lambda: made.runs_panel.model.rowCount() == 3)
    return made


@pytest.fixture
def waste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the system a bin of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash"


def choose(window: MainWindow, row: int, key: str) -> None:
    window.runs_panel.view.selectRow(row)
    action = window.runs_panel.actions_of_runs[key]
    assert action.isEnabled()
    action.trigger()


def press(window: MainWindow, text: str) -> None:
    (button,) = [button for button in window.message_line.action_buttons() if button.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def told(window: MainWindow) -> str:
    return window.message_line.text() if window.message_line.isVisible() else ""


def test_the_tab_is_built_when_it_is_first_seen(three_runs: list[Path], make_window: MakeWindow) -> None:
    made = make_window()
    assert not made.runs_panel._is_built and made.runs_panel.model.rowCount() == 0
    made.actions_table["show_runs"].trigger()
    assert made.runs_panel._is_built


def test_ticked_runs_are_drawn_in_the_training_tab(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.runs_panel
    for row in (0, 2):
        panel.view.selectRow(row)
        QTest.keyClick(panel.view, Qt.Key.Key_Space)
    choose(window, 0, "curves")
    qtbot.waitUntil(lambda: window.training_panel.view.isVisible() and len(window.training_panel.view.runs.texts()) == 3)
    assert window.training_panel.view.runs.texts()[0].startswith("1  LeNet-5, dense twin · ")
    QTest.mouseClick(window.training_panel.view.runs.buttons()[0], Qt.MouseButton.LeftButton)
    assert [run.number for run in panel.overlays.runs] == [2]
    panel.overlays.take_out()
    assert window.training_panel.empty.isVisible(), "no run was on and none is ticked"


def test_its_network_becomes_a_document_of_its_own(window: MainWindow, three_runs: list[Path]) -> None:
    window.files.new()
    choose(window, 0, "open")
    assert window.document.architecture.name == "LeNet-5" and window.document.path is None
    window.files.new()
    window.files.ask_before_losing = lambda: False  # type: ignore[method-assign]  # the person keeps the edits
    choose(window, 0, "open")
    assert window.document.architecture.name != "LeNet-5"


def test_a_damaged_network_is_told_and_changes_nothing(window: MainWindow, three_runs: list[Path]) -> None:
    before = window.document.architecture
    (three_runs[2] / ARCHITECTURE).write_text("{")
    choose(window, 0, "open")
    assert "cannot be opened" in told(window) and window.document.architecture is before


def test_weights_are_asked_of_the_worker_and_the_answer_is_told(window: MainWindow, three_runs: list[Path], qtbot: QtBot) -> None:
    best = three_runs[2] / "best.safetensors"
    best.write_bytes(b"")
    lines: list[str] = []
    window.session.logged.connect(lines.append)
    choose(window, 0, "best")
    qtbot.waitUntil(lambda: any("LoadWeights" in line and str(best) in line for line in lines))
    window.client.event_received.emit(WeightsLoaded(path=str(best), blocks=("conv1",), misfits=("weight of dense1 is 4×48 there and 5×48 here",)))
    assert told(window) == (
        "Restored conv1 with the best weights of 20260103-c. Others keep their own: weight of dense1 is 4×48 there and 5×48 here."
    )
    window.client.event_received.emit(CommandFailed(command="LoadWeights", text="best.safetensors: the weights file is damaged"))
    assert told(window) == "best.safetensors: the weights file is damaged"


def test_runs_go_to_the_bin_and_come_back(window: MainWindow, three_runs: list[Path], waste: Path, qtbot: QtBot) -> None:
    window.runs_panel.overlays.tick(window.runs_panel.model.run(window.runs_panel.model.row_of(three_runs[2]) or 0))
    window.runs_panel.view.selectAll()
    QTest.keyClick(window.runs_panel.view, Qt.Key.Key_Delete)
    assert not any(path.exists() for path in three_runs)
    assert sorted(path.name for path in (waste / "files").iterdir()) == [path.name for path in three_runs]
    assert told(window) == "3 runs went to the bin." and window.runs_panel.empty.isVisible() and not window.runs_panel.overlays.runs
    press(window, "Put back")
    assert all((path / "run.json").exists() for path in three_runs)
    assert not list((waste / "files").iterdir()) and not list((waste / "info").iterdir())
    qtbot.waitUntil(lambda: len(shown(window.runs_panel)) == 3)


def test_a_run_that_cannot_go_is_named_and_the_others_go(window: MainWindow, three_runs: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    gone = three_runs[0].with_name("moved")

    def move(path: Path) -> str:
        if path == three_runs[1]:
            raise RunFolderError(f"{path.name} is being written by a training that runs now; stop it first")
        path.rename(gone.with_name(f"moved-{path.name}"))
        return ""

    monkeypatch.setattr(runs_bin, "_to_the_bin", move)
    window.runs_panel.view.selectAll()
    window.runs_panel.actions_of_runs["delete"].trigger()
    assert told(window) == "2 runs went to the bin. 20260102-b is being written by a training that runs now; stop it first."
    assert not window.message_line.action_buttons(), "the system did not say where they are"


def test_notes_are_written_and_shown(window: MainWindow, three_runs: list[Path], qtbot: QtBot) -> None:
    panel = window.runs_panel
    panel.notes_written.emit(panel.model.find(three_runs[1]), "with warm-up")
    assert read_notes(three_runs[1]) == "with warm-up"
    qtbot.waitUntil(lambda: getattr(panel.model.find(three_runs[1]), "notes", "") == "with warm-up")


def test_paths_are_copied(window: MainWindow, three_runs: list[Path]) -> None:
    window.runs_panel.view.selectAll()
    window.runs_panel.actions_of_runs["copy"].trigger()
    assert QGuiApplication.clipboard().text().splitlines() == [str(path) for path in reversed(three_runs)]


def test_an_export_is_told_with_the_command_that_opens_it(window: MainWindow) -> None:
    window.client.event_received.emit(RunsExported(folder="/tmp/tb", runs=2, skipped=("x: damaged",)))
    assert told(window) == "Exported 2 runs; open with: tensorboard --logdir /tmp/tb Left out: x: damaged."


def fast(window: MainWindow, epochs: int = 1) -> None:
    window.session.set_pace(Pace.FULL)
    window.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", epochs))
    window.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer


def test_both_are_trained_one_after_the_other_and_compared(window: MainWindow, qtbot: QtBot) -> None:
    fast(window)
    names: list[str] = []
    window.session.run_started.connect(lambda event: names.append(window.document.architecture.name))
    window.actions_table["train_both"].trigger()
    qtbot.waitUntil(lambda: "dense twin: test" in told(window), timeout=15_000)
    assert names == ["LeNet-5", "LeNet-5, dense twin"]
    assert told(window).startswith("LeNet-5: test 96.1 % with 61,706 parameters; its dense twin: test 96.1 % with 1,45")
    press(window, "Back to LeNet-5")
    assert window.document.architecture.name == "LeNet-5" and not window.message_line.isVisible()


def test_the_way_back_from_the_twin_outlives_its_training_and_offers_both(window: MainWindow, qtbot: QtBot) -> None:
    fast(window)
    window.actions_table["compare_dense"].trigger()
    with qtbot.waitSignal(window.session.finished, timeout=15_000):
        window.session.train()
    assert [button.text() for button in window.message_line.action_buttons()] == ["Back to LeNet-5", "Train both"]
    press(window, "Train both")
    assert window.document.architecture.name == "LeNet-5"
    qtbot.waitUntil(lambda: "dense twin: test" in told(window), timeout=15_000)


def test_stop_ends_both(window: MainWindow, qtbot: QtBot) -> None:
    fast(window, epochs=500)
    window.actions_table["train_both"].trigger()
    with qtbot.waitSignal(window.session.run_started, timeout=15_000):
        pass
    assert told(window) == "Training both, 1 of 2: LeNet-5. Stop ends both."
    window.session.stop()
    qtbot.waitUntil(lambda: told(window) == "Stopped: the dense twin was not trained.", timeout=15_000)
    both = window.findChild(TrainBoth)
    assert isinstance(both, TrainBoth) and not both.is_on and window.document.architecture.name == "LeNet-5"


def test_a_network_without_a_twin_says_why(window: MainWindow) -> None:
    window.files.new()
    window.actions_table["train_both"].trigger()
    assert told(window).startswith("No dense twin: ")
