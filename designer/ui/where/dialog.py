"""Train ▸ Where…: choose where training happens, and try it before it is taken."""

from __future__ import annotations

import shlex

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from designer.protocol.greeting import Greeting
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.device_popup import device_text
from designer.ui.where.place import MOST_PROCESSES, Place
from designer.ui.where.trial import PlaceTrial

__all__ = ["WhereDialog"]


class WhereDialog(QDialog):
    """A place in words; what is typed is shown as the command that it makes.

    Args:
        place: Where training happens now.
        why_not: Why it cannot be changed now; empty: it can.
    """

    chosen = Signal(object)
    """A `Place` was taken; the dialog is closed by then."""

    def __init__(self, place: Place, themes: Themes, parent: QWidget, why_not: str = "") -> None:
        super().__init__(parent)
        self._why_not = why_not
        self.setWindowTitle(self.tr("Where to train"))
        self.here = QRadioButton(self.tr("&This machine"), self)
        self.there = QRadioButton(self.tr("&Another machine, by a command in front"), self)
        self.processes = QSpinBox(self)
        self.processes.setRange(1, MOST_PROCESSES)
        self.front, self.folder, self.python, self.data_root = (QLineEdit(self) for _ in range(4))
        self.trial = PlaceTrial(self)
        self.command = QLabel(self)
        self.command.setWordWrap(True)
        set_look(self.command, Look.CODE)
        self.test_button = QPushButton(self.tr("T&est"), self)
        self.answer = QLabel(self)
        self.answer.setWordWrap(True)
        self._make_buttons()
        self._lay_out()
        self._fill(place)
        self._connect()
        self._show()
        themes.on_change(self._show_theme)

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take_button = self.buttons.addButton(self.tr("&Use it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take_button.setDefault(True)
        set_look(self.take_button, Look.PRIMARY)
        for button in self.buttons.buttons():
            button.setIcon(QIcon())  # the style's own icons are not the theme's

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = (
            (self.tr("&Command in front"), self.front, "ssh -o BatchMode=yes host", self.tr("How the other machine is reached without a question.")),
            (self.tr("&Folder there"), self.folder, self.tr("empty where the program is installed"), self.tr("The program's folder over there.")),
            (self.tr("&Python there"), self.python, "python3", self.tr("The Python over there that has PyTorch.")),
            (self.tr("&Data sets there"), self.data_root, self.tr("folder that holds mnist/ …"), self.tr("Data is read on the other machine.")),
        )
        for label, field, hint, tip in rows:
            field.setPlaceholderText(hint)
            field.setToolTip(tip)
            field.setAccessibleName(label.replace("&", ""))
            self._form.addRow(label, field)
        self._form.addRow(self.tr("P&rocesses"), self.processes)
        self.processes.setToolTip(self.tr("Each batch is cut among them; with CUDA every process has a card of its own."))
        self.processes.setAccessibleName(self.tr("Processes"))
        self.note = QLabel(self.tr("Choosing another place starts a new training process; trained weights stay in the folder of their run."), self)
        self.note.setWordWrap(True)
        set_look(self.note, Look.MUTED)
        test = QHBoxLayout()
        test.addWidget(self.test_button)
        test.addWidget(self.answer, 1)
        self._column = QVBoxLayout(self)
        for part in (self.here, self.there):
            self._column.addWidget(part)
        self._column.addLayout(self._form)
        self._column.addWidget(self.command)
        self._column.addLayout(test)
        self._column.addStretch()
        for widget in (self.note, self.buttons):
            self._column.addWidget(widget)

    def _fill(self, place: Place) -> None:
        (self.there if place.is_remote else self.here).setChecked(True)
        self.processes.setValue(place.processes)
        for field, text in self._fields(place):
            field.setText(text)

    def _fields(self, place: Place) -> tuple[tuple[QLineEdit, str], ...]:
        return (self.front, place.front), (self.folder, place.folder), (self.python, place.python), (self.data_root, place.data_root)

    def _connect(self) -> None:
        for field, _ in self._fields(Place()):
            field.textChanged.connect(self._change)
        self.there.toggled.connect(self._change)
        self.processes.valueChanged.connect(self._change)
        self.test_button.clicked.connect(self._test)
        self.trial.answered.connect(self._show_greeting)
        self.trial.failed.connect(self._show_failure)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)

    def place(self) -> Place:
        """Return the place as it is typed."""
        processes = self.processes.value()
        if not self.there.isChecked():
            return Place(processes=processes)
        front, folder, python, data_root = (field.text().strip() for field in (self.front, self.folder, self.python, self.data_root))
        return Place(processes=processes, front=front, folder=folder, python=python or "python3", data_root=data_root)

    def event(self, event: QEvent) -> bool:
        """Grow with what is said: a box layout lets lines that wrap squeeze the fields."""
        if event.type() is QEvent.Type.LayoutRequest:
            needed = self._column.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return super().event(event)

    def done(self, result: int) -> None:
        """Close; a trial that is on ends."""
        self.trial.drop()
        super().done(result)

    def _change(self, *_: object) -> None:
        self.trial.drop()
        self._say("", Look.MUTED)
        self._show()

    def _show(self) -> None:
        remote, place = self.there.isChecked(), self.place()
        for field, _ in self._fields(place):
            self._form.setRowVisible(field, remote)
        problem = self._problem(place)
        self.command.setVisible(remote and not problem)
        if remote and not problem:
            *front, line = place.command()
            self.command.setText(f'{shlex.join(front)} "{line}"')  # simpler to read than a quotation of quotations
        self.test_button.setEnabled(not problem and not self.trial.is_on)
        self.take_button.setEnabled(not problem and not self._why_not)
        if problem and self.front.text():
            self._say(problem, Look.ERROR)
        elif self._why_not:
            self._say(self._why_not, Look.WARNING)

    def _problem(self, place: Place) -> str:
        if not self.there.isChecked():
            return ""
        if not place.front:
            return self.tr("The command in front is missing.")
        problem = place.problem()
        return self.tr("The command in front cannot be read: {0}.").format(problem) if problem else ""

    def _test(self) -> None:
        self._say(self.tr("Starting…"), Look.MUTED)
        self.trial.begin(self.place())
        self.test_button.setEnabled(self.trial.is_on)  # a command that is not there has failed by now

    def _show_greeting(self, greeting: Greeting, seconds: float) -> None:
        devices = ", ".join(device_text(device) for device in greeting.devices)
        parts = (greeting.host, self.tr("PyTorch {0}").format(greeting.torch), devices, self.tr("answered after {0} s").format(f"{seconds:.1f}"))
        self._finish(" · ".join(part for part in parts if part), Look.OK)

    def _show_failure(self, text: str) -> None:
        self._finish(text, Look.ERROR)

    def _finish(self, text: str, look: Look) -> None:
        self._say(text, look)
        self.test_button.setEnabled(True)

    def _say(self, text: str, look: Look) -> None:
        self.answer.setText(text)
        set_look(self.answer, look)

    def _take(self) -> None:
        place = self.place()
        self.accept()
        self.chosen.emit(place)

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("space_m"))
        self._form.setSpacing(theme.px("space_s"))
        self.setMinimumWidth(theme.px("card_width"))
