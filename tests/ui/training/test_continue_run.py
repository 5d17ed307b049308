"""The offer to go on with a run that was cut off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from designer.network.architecture import Architecture
from designer.runs.resumable import Resumable
from designer.ui.main_window import MainWindow
from designer.ui.training import continue_run
from designer.ui.training.continue_run import ContinueRun
from designer.ui.training.states import TrainingState

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def test_the_offer_goes_when_another_run_begins_and_other_messages_stay(
    make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = make_window()
    run = Resumable(tmp_path, "digits", "2026-11-22T09:00:00", "interrupted", 2, 9, 40, Architecture())
    monkeypatch.setattr(continue_run, "interrupted_last", lambda: run)
    offering = window.findChild(ContinueRun)
    assert offering is not None
    offering.offer()
    line = window.message_line
    assert line.isVisible() and "cut off in epoch 2 of 9" in line.text()
    window.session.state_changed.emit(TrainingState.STARTING)
    assert not line.isVisible(), "it could not be taken while a run is on"
    line.show_message("The disk is full.")
    window.session.state_changed.emit(TrainingState.RUNNING)
    assert line.isVisible()
