"""What holds for every test: no display, a user folder of its own, no warning logged, nothing left behind.

Nothing here imports Qt or torch by itself, so that the pure rooms are tested without either (and without pytest-qt).
"""

import itertools
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.forks.running import ForkServer
from tests.leftovers import children, empty_clipboard, set_aside, windows_and_timers
from tests.pure_rooms import is_pure, without_qt_and_torch

LONG_FIRST = tuple(Path(__file__).parent / room for room in ("end_to_end", "engine", "architecture", "contract"))

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # as the program does: threads that spin while another process works make torch several times slower


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare the options of pytest-qt when it is switched off, so that the configuration stays valid without it."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "an option of pytest-qt")
        parser.addini("qt_log_ignore", "an option of pytest-qt", "linelist")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what runs while tests are collected, or in wider fixtures, out of the user's own folder."""
    home = tempfile.TemporaryDirectory(prefix="cnn-designer-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    os.environ["CNN_DESIGNER_HOME"] = home.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the rooms whose files take long: the file that begins last is waited for by one process alone."""
    items.sort(key=lambda item: next((place for place, room in enumerate(LONG_FIRST) if item.path.is_relative_to(room)), len(LONG_FIRST)))


@pytest.fixture(scope="session")
def _user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return names for user folders; pytest's own way to find one looks through all that were made before."""
    homes = tmp_path_factory.mktemp("homes")
    return (homes / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def user_folder(_user_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a fresh user folder, and return it."""
    folder = next(_user_folders)
    folder.mkdir()
    monkeypatch.setenv("CNN_DESIGNER_HOME", os.fspath(folder))
    return folder


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., list[str]]]:
    """Return what gives the command of ``python -m designer WORD…``, or ``-m`` another module, as a process that starts in a moment.

    Torch is imported in it already, which takes seconds of every process that trains; the tests of how a process starts use the real command.
    """
    if not sys.platform.startswith("linux"):
        yield lambda *words: [sys.executable, "-m", "designer", *words]
        return
    with ForkServer(tmp_path_factory.mktemp("forks") / "socket") as server:
        yield server.command


@pytest.fixture
def quick_worker(program: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every window of the test start its real worker as a process of `program`."""
    for module in ("worker_client", "where.place"):
        monkeypatch.setattr(f"designer.ui.{module}.worker_command", lambda: program("worker"))


@pytest.fixture(autouse=True)
def _neither_qt_nor_torch(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep both from the tests of the pure rooms while they run."""
    if not is_pure(request.path):
        yield
        return
    with without_qt_and_torch():
        yield


class _Collector(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def logged_warnings() -> Iterator[list[logging.LogRecord]]:
    """Collect what is logged at WARNING and above; a test that expects such a line asserts on it, then clears the list."""
    records: list[logging.LogRecord] = []
    collector = _Collector(records)
    logging.getLogger().addHandler(collector)
    yield records
    logging.getLogger().removeHandler(collector)


@pytest.fixture(autouse=True)
def _no_warning_logged(logged_warnings: list[logging.LogRecord]) -> Iterator[None]:
    """Fail a test that logs a warning; those of Qt are watched by pytest-qt (qt_log_level_fail)."""
    yield
    if logged_warnings:
        pytest.fail("logged: " + "; ".join(f"{record.levelname} {record.name}: {record.getMessage()}" for record in logged_warnings))


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a window test that leaves a widget, a running timer or a child process behind."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    set_aside()
    children_before, widgets_before = children(), windows_and_timers()
    held = _hold_widgets(monkeypatch)
    yield  # qtbot is set up after this fixture, so its widgets are closed by now
    left = windows_and_timers() - widgets_before | children(settle_ms=2_000, known=children_before)
    held.clear()
    empty_clipboard()
    if left:
        pytest.fail("left behind: " + ", ".join(sorted(left)))


def _hold_widgets(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Hold what is given to `qtbot` until it has been closed: pytest-qt holds it weakly.

    When the test function has returned, a window is reachable from its own parts only, and a garbage collection in one of them destroyed it there.
    """
    from pytestqt.qtbot import QtBot

    held: list[object] = []
    add = QtBot.addWidget

    def add_and_hold(self: QtBot, widget: Any, **options: Any) -> None:
        held.append(widget)
        add(self, widget, **options)

    monkeypatch.setattr(QtBot, "addWidget", add_and_hold)
    return held
