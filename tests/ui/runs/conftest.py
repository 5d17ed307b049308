"""Run folders in the test's own user folder, and the Runs tab that shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.runs.home import runs_folder
from designer.ui.runs.panel import RunsPanel
from designer.ui.theme import Themes
from tests.runs.run_folders import make_run

MakePanel = Callable[[], RunsPanel]


@pytest.fixture
def three_runs() -> list[Path]:
    """Make three runs; the newest comes last."""
    root = runs_folder()
    return [
        make_run(root / "20260101-a", name="LeNet-5", started="2026-01-01T10:00:00+00:00"),
        make_run(root / "20260102-b", epochs=2, name="tiny", started="2026-01-02T10:00:00+00:00", parameters=900, data={"name": "mnist"}),
        make_run(root / "20260103-c", epochs=5, name="LeNet-5, dense twin", started="2026-01-03T10:00:00+00:00", parameters=1_452_334),
    ]


@pytest.fixture
def followed_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at runs that are on every fiftieth of a second, and not every second."""
    for module in ("overlays", "reader"):
        monkeypatch.setattr(f"designer.ui.runs.{module}._LIVE_MS", 20)


@pytest.fixture
def panel(qtbot: QtBot, themes: Themes) -> MakePanel:
    def make() -> RunsPanel:
        made = RunsPanel(themes)
        qtbot.addWidget(made)
        made.resize(900, 300)
        with qtbot.waitExposed(made):
            made.show()
        with qtbot.waitSignal(made.reader.settled):
            made.look(True)
        return made

    return make


def shown(panel: RunsPanel, column: int = 0) -> list[str]:
    """Return what a column of the table says, from the top."""
    return [panel.proxy.index(row, column).data() for row in range(panel.proxy.rowCount())]
