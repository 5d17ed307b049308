"""The popup of the device chip: what can compute here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from designer.protocol.greeting import Device
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.widgets.popup_panel import PopupPanel

__all__ = ["DevicePopup", "device_text"]

_GIB = 2**30


def device_text(device: Device) -> str:
    """Return a device with what it has: "CPU · 2 cores"."""
    translate = QCoreApplication.translate
    if device.memory_bytes:
        return translate("Device", "{0} · {1} GiB").format(device.title, f"{device.memory_bytes / _GIB:.0f}")
    if not device.cores:
        return device.title
    return translate("Device", "{0} · 1 core" if device.cores == 1 else "{0} · {1} cores").format(device.title, device.cores)


class DevicePopup(PopupPanel):
    """Choose where the network is computed; this is a matter of the machine, not of the document."""

    where_requested = Signal()
    """Training is to happen elsewhere."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(self.tr("Device"), themes, parent)
        self._session = session
        self._rows = QVBoxLayout()
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        set_look(self.sentence, Look.MUTED)
        self.start_button = QPushButton(self.tr("Start it again"), self)
        self.start_button.clicked.connect(self._start)
        self.content.addLayout(self._rows)
        self.content.addWidget(self.sentence)
        self.where_button = QPushButton(self.tr("Where…"), self)
        self.where_button.setToolTip(self.tr("Train in several processes, or on another machine"))
        set_look(self.where_button, Look.LINK)
        self.where_button.clicked.connect(self._ask_where)
        self.content.addWidget(self.start_button)
        self.content.addWidget(self.where_button)
        session.worker_ready.connect(self._list)
        session.device_changed.connect(self._show)
        session.state_changed.connect(self._show)
        self._list()
        themes.on_change(self._show_spacing)

    def _list(self, *_: object) -> None:
        while item := self._rows.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        devices = self._session.greeting.devices if self._session.greeting else ()
        rows = [("auto", self.tr("Automatic: the fastest there is")), *((device.name, device_text(device)) for device in devices)]
        self.choices = {name: self._row(name, text) for name, text in rows}
        self._show()

    def _row(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.clicked.connect(partial(self._choose, name))
        self._group.addButton(button)
        self._rows.addWidget(button)
        return button

    def _choose(self, name: str, _checked: bool = False) -> None:
        self._session.choose_device(name)

    def _start(self) -> None:
        self._session.begin()

    def _ask_where(self) -> None:
        self.hide()
        self.where_requested.emit()

    def _show(self, *_: object) -> None:
        for name, button in self.choices.items():
            button.setChecked(name == self._session.device)
        dead = self._session.why_no_worker
        greeting = self._session.greeting
        self.sentence.setText(dead or (self.tr("PyTorch {0}").format(greeting.torch) if greeting else self.tr("The training process is starting.")))
        self.start_button.setVisible(bool(dead))
        if self.isVisible():
            self.adjustSize()

    def _show_spacing(self, theme: Theme) -> None:
        self._rows.setSpacing(theme.px("space_s"))
