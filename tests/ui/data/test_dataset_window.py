"""The data set window: what it asks, what it says, and what it does to the document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from designer.network.file_format import save
from designer.protocol.events import FittedPicture, SeenClass, SeenPicture
from designer.ui.data.class_model import BALANCE, NAME, PICTURES, TEST, TRAINING, VALIDATION
from designer.ui.data.look_answer import LookState
from tests.ui.data.conftest import DataBench, OpenWindow

SEEN, READING, FAILED = LookState.SEEN, LookState.READING, LookState.FAILED


def texts(model: QAbstractItemModel, column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def press(button: QAbstractButton) -> None:
    assert button.isVisible() and button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(bench: DataBench, qtbot: QtBot, name: str, state: LookState) -> None:
    """Look at a data set as if its row had been gone to."""
    bench.window.sources.chosen.emit(name)
    qtbot.waitUntil(lambda: bench.window.look.name == name and bench.window.look.state is state)


def test_classes_numbers_and_pictures_of_the_documents_data_are_shown(open_window: OpenWindow) -> None:
    window = open_window().window
    model = window.pictures.table.model()
    assert texts(model, NAME) == ["cat", "dog & wolf", "<b>newt</b>"]
    assert [texts(model, column) for column in (TRAINING, VALIDATION, TEST)] == [["80", "40", "8"], ["10", "5", "1"], ["10", "5", "1"]]
    assert window.head.parts.text() == "128 training · 16 validation · 16 test"
    assert "80 % of the pictures train" in window.head.cut.text() and "“cat” has 10 times as many" in window.head.cut.text()
    assert window.pictures.fit_text.text() == "4×6 colour → 28×28 grey: made grey, stretched, proportions change, values 0–255 become 0–1."
    assert window.head.used.isVisible() and not window.head.use_button.isVisible()


def test_names_from_files_are_plain_text(open_window: OpenWindow) -> None:
    window = open_window().window
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in (window.head.parts, window.head.cut, window.head.where))
    tip = window.pictures.table.model().index(2, NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "&lt;b>newt&lt;/b> · 10 pictures, 6.2 % of all"


def test_a_head_sorts_and_a_third_click_goes_back(open_window: OpenWindow) -> None:
    table = open_window().window.pictures.table
    head = table.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(TRAINING) + 5, head.height() // 2)
    found = []
    for _ in range(3):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        found.append(texts(table.model(), TRAINING))
    assert sorted(found[:2]) == sorted([["8", "40", "80"], ["80", "40", "8"]])
    assert texts(table.model(), NAME) == ["cat", "dog & wolf", "<b>newt</b>"]


def test_every_cell_says_what_it_shows(open_window: OpenWindow) -> None:
    model = open_window().window.pictures.table.model()
    spoken = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in (NAME, TRAINING, BALANCE, PICTURES)]
    assert spoken == ["cat", "80", "100 pictures, 62.5 % of all", "24 pictures of cat"]


def test_train_with_it_is_one_undo_step_and_a_path_below_the_document_is_relative(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    bench = open_window()
    bench.document.mark_saved(tmp_path / "a.cnn")
    bench.window.open_place(str(tmp_path / "pets"))
    qtbot.waitUntil(lambda: bench.window.look.state is SEEN)
    assert bench.document.architecture.training.dataset == "digits", "looking changes nothing"
    press(bench.window.head.use_button)
    assert bench.document.architecture.training.dataset == "./pets"
    assert bench.document.undo_label == "Train with Pets"
    assert bench.window.head.used.isVisible()
    # it was chosen by hand, so it is opened without another question
    qtbot.waitUntil(lambda: bench.heard("LoadDataset")[-1]["name"] == str(tmp_path / "pets") and bench.session.dataset.loaded is not None)
    bench.document.undo()
    assert bench.document.architecture.training.dataset == "digits"
    qtbot.waitUntil(lambda: bench.window.look.name == "digits" and bench.window.look.state is SEEN)


def test_a_path_elsewhere_is_absolute(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    bench = open_window()
    bench.document.mark_saved(tmp_path / "nets" / "a.cnn")
    bench.window.open_place(str(tmp_path / "pets"))
    qtbot.waitUntil(lambda: bench.window.look.state is SEEN)
    press(bench.window.head.use_button)
    assert bench.document.architecture.training.dataset == str(tmp_path / "pets")


def test_a_path_from_a_file_is_not_opened_before_load_is_pressed(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window("/secret/pictures", LookState.WAITS)
    assert "/secret/pictures" in bench.window.empty.text() and "Nothing was read yet" in bench.window.empty.text()
    bench.window.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(bench.heard("LookAt")) > 0)
    assert not bench.heard("InspectDataset") and not bench.heard("PreviewAugmentation") and not bench.heard("LoadDataset")
    bench.window.tabs.setCurrentIndex(0)
    press(bench.window.empty.button())
    qtbot.waitUntil(lambda: bench.window.look.state is SEEN)
    assert bench.heard("InspectDataset")[0]["name"] == "/secret/pictures"
    loaded = bench.session.dataset.loaded
    assert loaded is not None and loaded.name == "/secret/pictures", "the network may train with it now"


def test_what_is_not_here_is_downloaded_when_that_is_pressed(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    choose(bench, qtbot, "fashion-missing", LookState.MISSING)
    assert "12.0 MiB" in bench.window.empty.text()
    assert bench.heard("InspectDataset")[-1]["download"] is False
    press(bench.window.empty.button())
    qtbot.waitUntil(lambda: bench.window.look.state is SEEN)
    assert bench.heard("InspectDataset")[-1]["download"] is True


def test_loading_shows_how_far_it_is_and_can_be_cancelled(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    choose(bench, qtbot, "slow", READING)
    line = bench.window.loading
    qtbot.waitUntil(lambda: "340 of 1,000 files" in line.sentence.text())
    assert line.isVisible() and line.bar.value() == 340
    press(line.cancel_button)
    qtbot.waitUntil(lambda: bench.window.look.state is FAILED)
    assert "loading was given up" in bench.window.empty.text() and not line.isVisible()
    press(bench.window.empty.button())
    assert bench.window.look.state is READING


def test_what_cannot_be_read_says_why_and_another_choice_goes_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    choose(bench, qtbot, "all-broken", FAILED)
    assert "found no pictures; expected one folder per class" in bench.window.empty.text()
    choose(bench, qtbot, "digits", SEEN)
    assert bench.window.pictures.isVisible()


def test_a_worker_that_dies_while_reading_is_told_and_the_next_one_is_asked_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    choose(bench, qtbot, "slow", READING)
    asked = len(bench.heard("InspectDataset"))
    bench.session.kill_worker()
    qtbot.waitUntil(lambda: len(bench.heard("InspectDataset")) > asked)
    assert bench.window.look.state is READING


def test_an_answer_to_an_older_question_is_not_shown(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    choose(bench, qtbot, "slow", READING)
    bench.window.open_place("/data/pets")
    qtbot.waitUntil(lambda: bench.window.look.state is SEEN)
    bench.session.cancel_loading()
    bench.session.set_data_root("/elsewhere")
    qtbot.waitUntil(lambda: len(bench.heard("CancelLoading")) == 1 and len(bench.heard("DescribeDatasets")) == 2)
    assert bench.window.look.state is SEEN and bench.window.head.title.text() == "Pets"


def test_a_number_of_classes_that_does_not_fit_is_mended_by_its_button(open_window: OpenWindow) -> None:
    bench = open_window()
    (box,) = bench.window.misfit.boxes
    assert "10 values" in box.problem.message and "3 classes" in box.problem.message
    fix = next(button for button in box.buttons if button.text() == "Units 3")
    before = save(bench.document.architecture)
    press(fix)
    assert bench.document.architecture.by_id["dense3"].spec.units == 3  # type: ignore[attr-defined]  # a dense block
    assert not bench.window.misfit.isVisible()
    bench.document.undo()
    assert save(bench.document.architecture) == before and bench.window.misfit.isVisible()


def test_the_input_takes_the_shape_of_the_pictures_by_its_button(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    press(bench.window.pictures.input_button)
    assert bench.document.architecture.by_id["input"].spec.shape == (3, 4, 6)  # type: ignore[attr-defined]  # an input block
    qtbot.waitUntil(lambda: bench.heard("InspectDataset")[-1]["shape"] == [3, 4, 6])
    qtbot.waitUntil(lambda: "size kept" in bench.window.pictures.fit_text.text())
    assert not bench.window.pictures.input_button.isVisible()


def test_other_parts_and_other_pictures_are_asked_for(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    box = bench.window.pictures.part_box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bench.heard("InspectDataset")[-1]["part"] == "validation")
    qtbot.waitUntil(lambda: bench.window.look.state is SEEN)
    press(bench.window.pictures.others_button)
    qtbot.waitUntil(lambda: bench.heard("InspectDataset")[-1]["first"] == bench.heard("InspectDataset")[-1]["per_class"])


def test_files_that_were_not_read_are_listed_and_copied(open_window: OpenWindow) -> None:
    window = open_window().window
    window.tabs.setCurrentWidget(window.skipped)
    assert window.tabs.tabText(2) == "Not read 2"
    press(window.skipped.copy_button)
    assert QGuiApplication.clipboard().text() == "cat/broken.png: not a picture\ndog/empty.jpg: an empty file"
    window.skipped.lines.setCurrentRow(1)
    QTest.keyClick(window.skipped.lines, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "dog/empty.jpg: an empty file"


def test_a_closed_window_asks_nothing(open_window: OpenWindow, qtbot: QtBot) -> None:
    bench = open_window()
    bench.window.close()
    asked = len(bench.heard("InspectDataset"))
    bench.train_with("shapes")
    qtbot.waitUntil(lambda: any(command["name"] == "shapes" for command in bench.heard("LoadDataset")))
    assert len(bench.heard("InspectDataset")) == asked
    bench.window.show()
    qtbot.waitUntil(lambda: bench.window.look.name == "shapes" and bench.window.look.state is SEEN)


@pytest.mark.usefixtures("dressed")
def test_every_stop_of_the_keyboard_has_a_name_and_every_button_is_large_enough(open_window: OpenWindow) -> None:
    window = open_window().window
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        seen = [widget for widget in window.findChildren(QWidget) if widget.isVisible() and not isinstance(widget, QLabel)]
        stops = [widget for widget in seen if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None]
        assert len(stops) > 5
        assert [type(widget).__name__ for widget in stops if not name_of(widget)] == []
        buttons = [widget for widget in seen if isinstance(widget, QAbstractButton)]
        assert [button.text() for button in buttons if min(button.width(), button.height()) < 24] == []


def name_of(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or (found.text(QAccessible.Text.Name) if found else "")


@pytest.mark.parametrize(
    "changes",
    [{"shape": ()}, {"shape": (3, 0, 4)}, {"smallest": (1,)}, {"classes": (SeenClass(name="a", training=-1, validation=0, test=0, pictures=()),)}],
)
def test_an_answer_that_makes_no_sense_is_refused(open_window: OpenWindow, changes: dict[str, Any]) -> None:
    look = open_window().window.look
    assert look.seen is not None
    look.turn()
    number = look.seen.number + 1
    look._hear(replace(look.seen, number=number, **changes))
    assert look.state is FAILED and "makes no sense" in look.problem


def test_pictures_that_lie_about_their_size_and_no_classes_at_all_are_shown_as_nothing(open_window: OpenWindow) -> None:
    window = open_window().window
    seen = window.look.seen
    assert seen is not None
    window.look.turn()
    lying = SeenPicture(size=(9, 9, 3), pixels=b"1")
    classes = (SeenClass(name="a" * 500, training=10**12, validation=0, test=0, pictures=(lying,) * 3),)
    window.look._hear(replace(seen, number=seen.number + 1, classes=classes, fitted=(FittedPicture(label="", raw=lying, fitted=lying),)))
    assert window.look.state is SEEN and not window.grab().isNull()
    window.look.turn()
    window.look._hear(replace(seen, number=seen.number + 2, classes=(), fitted=(), skipped=()))
    assert window.look.state is SEEN and not window.grab().isNull()
    assert window.head.parts.text() == "0 training · 0 validation · 0 test"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_no_button_by_accident(open_window: OpenWindow, key: Qt.Key) -> None:
    bench = open_window()
    before = bench.document.architecture
    QTest.keyClick(bench.window.sources, key)
    assert bench.window.isVisible() and bench.document.architecture is before
    QTest.keyClick(bench.window.sources, Qt.Key.Key_Escape)
    assert not bench.window.isVisible()
