"""Where training happens: the command that is made of it, the dialog, and the copies of another machine's runs."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.protocol.events import RunFileCopied
from designer.runs.history import kept_steps, moment_path
from designer.runs.home import runs_folder
from designer.ui.main_window import MainWindow
from designer.ui.theme import Themes
from designer.ui.training.states import TrainingState
from designer.ui.where import place as place_module
from designer.ui.where.dialog import WhereDialog
from designer.ui.where.place import Place
from designer.ui.where.run_copies import RunCopies, unfinished_copies
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command


def front_of(tmp_path: Path, *arguments: str) -> str:
    """Return a command in front that answers as another machine does, whatever it is told to start there."""
    words = shlex.join(command(*arguments))
    script = tmp_path / "far"
    script.write_text(f'#!/bin/sh\necho "$@" > {shlex.quote(str(tmp_path / "told"))}\nexec {words}\n')
    script.chmod(0o755)
    return shlex.quote(str(script))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(), [sys.executable, "-m", "designer", "worker"]),
        (Place(processes=3), [sys.executable, "-m", "designer", "worker", "--processes", "3"]),
        (Place(front="ssh -p 22 me@big"), ["ssh", "-p", "22", "me@big", "exec python3 -m designer worker"]),
        (
            Place(front="docker exec -i box sh -c", folder="/o'clock", python="~/v/bin/python", processes=2),
            ["docker", "exec", "-i", "box", "sh", "-c", "cd '/o'\"'\"'clock' && exec ~/v/bin/python -m designer worker --processes 2"],
        ),
    ],
)
def test_a_place_is_a_command(place: Place, words: list[str]) -> None:
    assert place.command() == words
    assert Place.from_text(place.to_text()) == place


@pytest.mark.parametrize(
    "text", ["", "[]", '{"processes": 0}', '{"processes": "2"}', '{"front": 3}', '{"front": "ssh \'"}', '{"nobody": 1}', "[" * 10_000]
)
def test_a_damaged_place_is_this_machine(text: str) -> None:
    assert Place.from_text(text) == Place()


def dialog_of(qtbot: QtBot, themes: Themes, place: Place, why_not: str = "") -> WhereDialog:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = WhereDialog(place, themes, parent, why_not)
    dialog.show()
    return dialog


def test_what_is_typed_is_what_is_taken(qtbot: QtBot, themes: Themes) -> None:
    dialog = dialog_of(qtbot, themes, Place())
    assert not dialog.front.isVisible() and not dialog.command.isVisible()
    QTest.mouseClick(dialog.there, Qt.MouseButton.LeftButton)
    assert dialog.front.isVisible() and not dialog.take_button.isEnabled()
    QTest.keyClicks(dialog.front, "ssh 'big")
    assert not dialog.take_button.isEnabled() and "No closing quotation" in dialog.answer.text()
    QTest.keyClicks(dialog.front, "'")
    QTest.keyClicks(dialog.folder, "~/nets")
    dialog.processes.setValue(2)
    assert dialog.command.text() == 'ssh big "cd ~/nets && exec python3 -m designer worker --processes 2"'
    with qtbot.waitSignal(dialog.chosen) as taken:
        QTest.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    assert taken.args == [Place(front="ssh 'big'", folder="~/nets", processes=2)]


def test_a_trial_says_what_answered(qtbot: QtBot, themes: Themes, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, themes, Place(front=front_of(tmp_path, "--banner", "Welcome\n"), folder="/there"))
    with qtbot.waitSignal(dialog.trial.answered, timeout=10_000):
        QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    assert "PyTorch 2.9.0 · CPU · 2 cores, NVIDIA H100 · 80 GiB · answered after" in dialog.answer.text()
    assert (tmp_path / "told").read_text() == "cd /there && exec python3 -m designer worker\n"
    assert dialog.test_button.isEnabled()


def test_a_trial_that_fails_shows_the_last_words(qtbot: QtBot, themes: Themes, tmp_path: Path) -> None:
    script = tmp_path / "far"
    script.write_text("#!/bin/sh\necho 'far: no route to host' >&2\nexit 255\n")
    script.chmod(0o755)
    dialog = dialog_of(qtbot, themes, Place(front=str(script)))
    with qtbot.waitSignal(dialog.trial.failed, timeout=10_000):
        QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    assert "exit code 255" in dialog.answer.text() and "far: no route to host" in dialog.answer.text()
    dialog.front.setText("/nowhere/ssh big")
    with qtbot.waitSignal(dialog.trial.failed, timeout=10_000):
        QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    assert "could not be started" in dialog.answer.text() and dialog.test_button.isEnabled()


def test_a_place_is_not_changed_while_a_run_is_on(qtbot: QtBot, themes: Themes) -> None:
    dialog = dialog_of(qtbot, themes, Place(processes=2), "A run is on: stop it first.")
    assert not dialog.take_button.isEnabled() and "A run is on" in dialog.answer.text()


def test_the_window_goes_on_where_it_was_told_and_remembers(
    qtbot: QtBot, make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(place_module, "worker_command", lambda: [*command(), "worker"])
    window = make_window()
    first = window.client.pid
    window.actions_table["where"].trigger()
    (dialog,) = window.findChildren(WhereDialog)
    dialog.there.setChecked(True)
    dialog.front.setText(front_of(tmp_path))
    dialog.data_root.setText("/data")
    QTest.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.state is TrainingState.READY and window.client.pid not in (0, first))
    assert window.session.data_root == "/data"
    assert Place.from_text(window.settings.where) == Place(front=front_of(tmp_path), data_root="/data")
    assert "worker" in (tmp_path / "told").read_text()


@pytest.fixture
def copies(qtbot: QtBot) -> RunCopies:
    owner = WorkerClient(command())
    return RunCopies(owner, "ssh big", owner)


def told(owner: QObject | None, folder: str, name: str, first: int, data: bytes, last: bool = False) -> None:
    assert isinstance(owner, WorkerClient)
    owner.event_received.emit(RunFileCopied(folder=folder, name=name, first=first, data=data, last=last))


def test_a_copied_run_is_among_the_runs(copies: RunCopies) -> None:
    owner, folder = copies.parent(), runs_folder() / "run-1"
    told(owner, "run-1", "metrics.jsonl", 0, b"one\n", True)
    told(owner, "run-1", "metrics.jsonl", 4, b"two\n", True)
    told(owner, "run-1", "best.safetensors", 0, b"old", True)
    told(owner, "run-1", "best.safetensors", 0, b"ne")
    assert (folder / "best.safetensors").read_bytes() == b"old"
    told(owner, "run-1", "best.safetensors", 2, b"w", True)
    assert (folder / "best.safetensors").read_bytes() == b"new"
    assert (folder / "metrics.jsonl").read_text() == "one\ntwo\n"
    assert json.loads((folder / "copy.json").read_text()) == {"from": "ssh big"}
    told(owner, "run-1", "history/000000012.safetensors", 0, b"moment", True)
    assert kept_steps(folder) == (12,) and moment_path(folder, 12).read_bytes() == b"moment"
    told(owner, "run-1", "run.json", 0, b'{"result": null}', True)
    assert (folder / "lock").exists() and list(unfinished_copies("ssh big")) == ["run-1"] and not list(unfinished_copies("ssh other"))
    told(owner, "run-1", "run.json", 0, b'{"result": {"ending": "completed"}}', True)
    assert {path.name for path in folder.iterdir()} == {"metrics.jsonl", "best.safetensors", "run.json", "copy.json", "history"}
    assert not list(unfinished_copies("ssh big"))


def test_a_copy_whose_end_never_came_is_not_live(copies: RunCopies) -> None:
    told(copies.parent(), "run-1", "run.json", 0, b'{"result": null}', True)
    told(copies.parent(), "run-1", "best.safetensors", 0, b"half")
    copies._client.died.emit("gone")
    assert {path.name for path in (runs_folder() / "run-1").iterdir()} == {"run.json", "copy.json"}


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("..", "run.json"), ("a/b", "run.json"), (".hidden", "run.json"), ("", "run.json"), ("run-1", "lock"), ("run-1", "../x"),
        ("run-1", "history/../000000001.safetensors"), ("run-1", "history/x.safetensors"),
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_ignored(copies: RunCopies, user_folder: Path, folder: str, name: str) -> None:
    told(copies.parent(), folder, name, 0, b"{}", True)
    assert [path for path in user_folder.rglob("*") if path.is_file()] == []


def test_a_run_of_this_machine_is_never_written_over(copies: RunCopies) -> None:
    mine = runs_folder() / "run-1"
    mine.mkdir(parents=True)
    (mine / "run.json").write_text("mine")
    failed: list[str] = []
    copies.failed.connect(failed.append)
    for _ in range(2):
        told(copies.parent(), "run-1", "run.json", 0, b"theirs", True)
    assert (mine / "run.json").read_text() == "mine" and len(failed) == 1
