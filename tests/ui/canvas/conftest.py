"""A shown canvas with LeNet-5, and an empty one."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from designer.network.architecture import Architecture
from designer.network.templates import load_template
from tests.ui.canvas.person import Canvas, make_canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    return make_canvas(qtbot, load_template("lenet5"))


@pytest.fixture
def empty_canvas(qtbot: QtBot) -> Canvas:
    return make_canvas(qtbot, Architecture())
