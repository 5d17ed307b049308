from collections.abc import Callable

from pytestqt.qtbot import QtBot

from designer.ui.main_window import MainWindow


def test_filters_are_wanted_only_while_the_tab_is_in_front(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    wanted: list[bool] = []
    window.filters_panel.wanted_changed.connect(wanted.append)
    window.document.select(("conv1",))
    for tab, expected in (("filters", [True]), ("maps", [True, False]), ("filters", [True, False, True]), ("kernel_lab", [True, False, True, False])):
        window.docks.show(tab)
        qtbot.waitUntil(lambda expected=expected: wanted == expected)  # type: ignore[misc]  # binds the loop's value
    state = window.docks.dump()
    window.docks.load(state)
    window.resize(1024, 640)
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: not window.filters_panel.visibleRegion().isEmpty() or wanted[-1] is False)
    assert wanted[-1] is False, "Qt shows a tab that is behind, out of the window"
