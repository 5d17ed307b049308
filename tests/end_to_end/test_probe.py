"""Other pictures than those of the data: drawn, dropped, pasted, shifted, covered; the real window and the real worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.data.decode import decode
from designer.data.preparation import Preparation
from designer.data.registry import load
from designer.engine.own_pictures import UNCHANGED, ProbeChange
from designer.engine.pictures import Probe
from designer.engine.store import WeightStore
from designer.engine.wiring import shown_network
from designer.network.analysis import analyse
from designer.ui.probe.pad import DrawingPad
from designer.ui.probe.wiring import ProbeWiring
from tests.end_to_end.hands import SLOW_MS, Hands, open_window

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
LEFT = Qt.MouseButton.LeftButton
SHAPE = (1, 28, 28)
SEVEN = ((0.25, 0.1), (0.5, 0.1), (0.75, 0.1), (0.6, 0.5), (0.42, 0.92))


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    opened = open_window(qtbot)
    opened.window.document.select(("conv1",))
    yield opened


def wiring(hands: Hands) -> ProbeWiring:
    found = hands.window.findChild(QObject, "probe_wiring")
    assert isinstance(found, ProbeWiring)
    return found


def draw(pad: DrawingPad, points: tuple[tuple[float, float], ...]) -> None:
    """Draw a line with the left button."""
    rect = pad.picture_rect()
    places = [QPoint(round(rect.x() + x * rect.width()), round(rect.y() + y * rect.height())) for x, y in points]
    QTest.mousePress(pad, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, LEFT, pos=places[-1])


def by_hand(hands: Hands, picture: np.ndarray, change: ProbeChange = UNCHANGED) -> np.ndarray:
    """Return what conv1 makes of a prepared picture, with the random weights that the window shows."""
    architecture = hands.window.document.architecture
    network = shown_network(architecture, analyse(architecture), WeightStore(), torch.device("cpu"))
    changed = change.applied(picture, Preparation(*SHAPE))
    found: np.ndarray = network.record(torch.from_numpy(changed), ["conv1"])["conv1"][0].numpy()
    return found


def wait_for_maps(hands: Hands, expected: np.ndarray) -> None:
    """Wait until the window has exactly these maps of conv1."""

    def shown() -> bool:
        exact = hands.window.live_maps.exact("conv1")
        return exact is not None and exact.shape == expected.shape and np.array_equal(exact, expected)

    hands.qtbot.waitUntil(shown, timeout=SLOW_MS)


def prepared(raw: np.ndarray) -> np.ndarray:
    return Preparation(*SHAPE).apply(raw[None], 255)


def drop(target: QWidget, path: Path) -> bool:
    """Drop a file as a file manager does; tell whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, action, keys = target.rect().center(), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, action, data, LEFT, keys)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDropEvent(QPointF(at), action, data, LEFT, keys))
    return True


def test_maps_and_answer_follow_the_stroke_and_undo_takes_it_back(qtbot: QtBot, hands: Hands) -> None:
    window = hands.window
    window.actions_table["draw_probe"].trigger()
    pane = wiring(hands).drawing.pane
    assert pane is not None and pane.isVisible()
    qtbot.waitUntil(pane.pad.hasFocus)
    digits = load("digits", None)
    assert pane.pad.shape() == (8, 8, 1), "as finely as the pictures that are trained with"
    before = pane.bars.sentence()
    draw(pane.pad, SEVEN)
    raw = np.frombuffer(pane.pad.pixels(), np.uint8).reshape(8, 8)
    assert raw[0].max() > 100 and raw[:, 7].max() == 0
    wait_for_maps(hands, by_hand(hands, prepared(raw)))
    header = window.maps_panel.header
    qtbot.waitUntil(lambda: header.probe_text().startswith("your drawing · said "), timeout=SLOW_MS)
    assert pane.bars.sentence() != before
    softmax = window.live_maps.card("softmax")
    assert softmax is not None and pane.bars.sentence().startswith(f"{int(softmax.values.argmax())}: ")

    draw(pane.pad, ((0.3, 0.5), (0.7, 0.5)))
    second = np.frombuffer(pane.pad.pixels(), np.uint8).reshape(8, 8)
    assert not np.array_equal(second, raw)
    wait_for_maps(hands, by_hand(hands, prepared(second)))
    revision = window.document.revision
    QTest.keyClick(pane.pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pane.pad.pixels() == raw.tobytes() and window.document.revision == revision
    wait_for_maps(hands, by_hand(hands, prepared(raw)))
    pane.tools.eraser.setFocus()
    QTest.keyClick(pane.tools.eraser, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not pane.pad.drawing.strokes and window.document.revision == revision
    QTest.keyClick(pane.pad, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert pane.pad.pixels() == raw.tobytes()

    window.actions_table["next_probe"].trigger()  # the drawing stood behind the first test picture
    qtbot.waitUntil(lambda: header.probe_text().startswith("test #1 · "), timeout=SLOW_MS)
    wait_for_maps(hands, by_hand(hands, Probe(digits, 1).picture(SHAPE).numpy()))


def test_a_drawing_changes_what_the_trained_network_says_while_it_trains_on(qtbot: QtBot, hands: Hands) -> None:
    window = hands.window
    window.actions_table["draw_probe"].trigger()
    pane = wiring(hands).drawing.pane
    assert pane is not None
    draw(pane.pad, SEVEN)
    hands.press("train")
    header = window.maps_panel.header
    qtbot.waitUntil(lambda: header.probe_text() == "your drawing · said 7" and window.session.is_active, timeout=SLOW_MS)
    pane.pad.clear()
    draw(pane.pad, ((0.5, 0.05), (0.5, 0.95)))
    qtbot.waitUntil(lambda: header.probe_text() == "your drawing · said 1", timeout=SLOW_MS)
    assert pane.bars.sentence().startswith("1: ")
    hands.press("stop")


def test_a_dropped_file_and_a_pasted_picture_are_prepared_as_training_pictures_are(qtbot: QtBot, hands: Hands, tmp_path: Path) -> None:
    window = hands.window
    path, colours = tmp_path / "cat.png", np.random.default_rng(2).integers(0, 256, (45, 61, 3), np.uint8)
    image = QImage(colours.tobytes(), 61, 45, 3 * 61, QImage.Format.Format_RGB888)
    assert image.save(str(path))
    assert np.array_equal(decode(path.read_bytes()), colours)
    assert drop(window.maps_panel, path)
    wait_for_maps(hands, by_hand(hands, prepared(colours)))
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("cat.png · said "), timeout=SLOW_MS)
    window.actions_table["invert_probe"].trigger()
    wait_for_maps(hands, by_hand(hands, prepared(255 - colours)))

    grey = np.random.default_rng(3).integers(0, 256, (50, 43), np.uint8)
    QGuiApplication.clipboard().setImage(QImage(grey.tobytes(), 43, 50, 43, QImage.Format.Format_Grayscale8).copy())
    window.maps_panel.grid.setFocus()
    QTest.keyClick(window.maps_panel.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_for_maps(hands, by_hand(hands, prepared(grey)))
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("pasted picture · said "), timeout=SLOW_MS)

    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture at all")
    assert drop(window, broken)
    assert window.status_bar.notice.text().startswith("broken.png cannot be shown: ")


def test_keys_shift_the_probe_and_a_drag_covers_a_part_of_it(qtbot: QtBot, hands: Hands) -> None:
    window, probe = hands.window, wiring(hands)
    picture = Probe(load("digits", None), 0).picture(SHAPE).numpy()
    QTest.mouseClick(probe.thumbnail, LEFT)
    assert probe.thumbnail.hasFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(probe.thumbnail, key)
    wait_for_maps(hands, by_hand(hands, picture, ProbeChange((1, 2))))
    header = window.maps_panel.header
    qtbot.waitUntil(lambda: " · 1 px down · 2 px right · said " in header.probe_text(), timeout=SLOW_MS)
    QTest.keyClick(probe.thumbnail, Qt.Key.Key_Home)
    wait_for_maps(hands, by_hand(hands, picture))

    assert not probe.cover_button.isVisible()
    window.document.select(("input",))
    qtbot.waitUntil(lambda: window.live_maps.exact("input") is not None, timeout=SLOW_MS)
    assert probe.cover_button.isVisible()
    QTest.mouseClick(probe.cover_button, LEFT)
    grid = window.maps_panel.grid
    tile = grid.tile_rect(0)

    def place(row: float, column: float) -> QPoint:
        return QPoint(tile.x() + int((column + 0.5) * tile.width() / 28), tile.y() + int((row + 0.5) * tile.height() / 28))

    QTest.mousePress(grid.viewport(), LEFT, pos=place(8, 6))
    QTest.mouseMove(grid.viewport(), place(12, 12))
    QTest.mouseMove(grid.viewport(), place(15, 13))
    QTest.mouseRelease(grid.viewport(), LEFT, pos=place(15, 13))
    assert probe.changing.occluded == (8, 6, 8, 8)
    window.document.select(("conv1",))
    assert not probe.cover_button.isVisible()
    wait_for_maps(hands, by_hand(hands, picture, ProbeChange(occluded=(8, 6, 8, 8))))
    qtbot.waitUntil(lambda: " · 8×8 covered · " in header.probe_text(), timeout=SLOW_MS)
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    wait_for_maps(hands, by_hand(hands, picture))


def test_mistakes_and_classes_are_walked(qtbot: QtBot, hands: Hands) -> None:
    window = hands.window
    window.probe_menu.aboutToShow.emit()
    window.probe_menu.classes_menu().actions()[3].trigger()
    header = window.maps_panel.header
    qtbot.waitUntil(lambda: " · label 3 · " in header.probe_text(), timeout=SLOW_MS)
    window.actions_table["next_mistake"].trigger()  # nothing was evaluated yet
    qtbot.waitUntil(lambda: header.probe_text().startswith("validation #"), timeout=SLOW_MS)
    seen = [window.session.probe]
    finding = window.results.finding
    assert finding is not None and finding.confusion.told.part == "validation"
    assert window.status_bar.notice.text() == f"Mistake 1 of {finding.confusion.mistakes}, the worst first"
    with qtbot.waitSignal(window.session.probe_chosen, timeout=SLOW_MS):
        window.actions_table["next_mistake"].trigger()
    assert window.session.probe != seen[0]
    with qtbot.waitSignal(window.session.probe_chosen, timeout=SLOW_MS):
        window.actions_table["previous_mistake"].trigger()
    assert window.session.probe == seen[0]
    shown = window.session.probe
    assert shown is not None

    def said() -> str:
        return window.live_maps.predicted(window.document.analysis.end_id)

    qtbot.waitUntil(lambda: bool(said()), timeout=SLOW_MS)
    assert said() != shown.label


def test_a_new_worker_is_told_of_the_drawing(qtbot: QtBot, hands: Hands) -> None:
    window = hands.window
    window.actions_table["draw_probe"].trigger()
    pane = wiring(hands).drawing.pane
    assert pane is not None
    draw(pane.pad, SEVEN)
    raw = np.frombuffer(pane.pad.pixels(), np.uint8).reshape(8, 8)
    wait_for_maps(hands, by_hand(hands, prepared(raw)))
    hands.kill_worker()
    qtbot.waitUntil(lambda: window.live_maps.exact("conv1") is None, timeout=SLOW_MS)
    wait_for_maps(hands, by_hand(hands, prepared(raw)))
