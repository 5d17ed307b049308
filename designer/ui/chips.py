"""What the toolbar's three chips say."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from designer.network.shapes import shape_text
from designer.network.training import Training
from designer.ui.data.loading_line import loading_share
from designer.ui.data.places import place_title
from designer.ui.document import Document
from designer.ui.theme import Themes
from designer.ui.training.dataset_popup import DatasetPopup
from designer.ui.training.device_popup import DevicePopup, device_text
from designer.ui.training.optimiser_popup import OptimiserPopup
from designer.ui.training.session import TrainingSession
from designer.ui.training.setting_field import choice_text
from designer.ui.training.states import TrainingState
from designer.ui.where.wording import place_text
from designer.ui.widgets.chip import Chip

__all__ = ["DatasetChip", "DeviceChip", "OptimiserChip", "optimiser_text"]


def optimiser_text(training: Training) -> str:
    """Return the settings that matter most.

    >>> optimiser_text(Training())
    'Adam · lr 0.002 · batch 32'
    """
    return f"{choice_text(training.optimizer)} · lr {training.learning_rate:g} · batch {training.batch_size:,}"


class DatasetChip(Chip):
    """Say which pictures are learnt from."""

    def __init__(self, document: Document, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent.tr("Data set"), themes, parent)
        self._document = document
        self._session = session
        self.popup = DatasetPopup(document, session, themes, self)
        self.set_popup(self.popup)
        document.changed.connect(self._show)
        session.dataset_changed.connect(self._show)
        session.datasets_described.connect(self._show)
        session.loading_told.connect(self._show)
        session.run_started.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        status, name = self._session.dataset, self._document.architecture.training.dataset
        title = next((facts.title for facts in self._session.datasets if facts.name == name), place_title(name))
        if status.name == name and status.progress is not None:
            self._say("dataset", f"{title} · {loading_share(status.progress)}")
        elif status.name == name and status.loaded is not None:
            loaded = status.loaded
            number = loaded.training + loaded.validation + loaded.test
            self._say("dataset", f"{loaded.title} · {number:,} × {shape_text(loaded.shape)}")
        elif status.name == name and status.waits_for_consent:
            self._say("warning", self.tr("{0} · not loaded").format(title))
        elif status.name == name and status.download_bytes:
            self._say("warning", self.tr("{0} · not here yet").format(title))
        elif status.name == name and status.problem:
            self._say("warning", self.tr("{0} · missing").format(title))
        else:
            self._say("dataset", title)

    def _say(self, icon_name: str, text: str) -> None:
        self.show_icon(icon_name)
        self.show_text(text)


class DeviceChip(Chip):
    """Say where the network is computed."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent.tr("Device"), themes, parent)
        self._session = session
        self._used = ""
        self.popup = DevicePopup(session, themes, self)
        self.set_popup(self.popup)
        session.network_shown.connect(self._use)
        session.run_started.connect(self._use)
        session.state_changed.connect(self._show)
        session.device_changed.connect(self._show)
        session.worker_ready.connect(self._show)
        self._show()

    def _use(self, event: object) -> None:
        self._used = getattr(event, "device", "")
        self._show()

    def _show(self, *_: object) -> None:
        greeting = self._session.greeting
        if self._session.state is TrainingState.NO_WORKER:
            ended = bool(self._session.why_no_worker)
            self._say("error" if ended else "warning", self.tr("no training process") if ended else self.tr("starting…"))
        elif greeting is None:
            self._say("warning", self.tr("starting…"))
        else:
            name = self._used if self._session.device == "auto" else self._session.device
            device = next((device for device in greeting.devices if device.name == name), None)
            self._say("ok", place_text(greeting, device_text(device) if device else self.tr("automatic")))

    def _say(self, color: str, text: str) -> None:
        self.show_dot(color)
        self.show_text(text)


class OptimiserChip(Chip):
    """Say how the network is trained."""

    def __init__(self, document: Document, session: TrainingSession, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent.tr("Training settings"), themes, parent)
        self._document = document
        self.popup = OptimiserPopup(document, session, themes, self)
        self.set_popup(self.popup)
        self.show_icon("optimiser")
        document.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        self.show_text(optimiser_text(self._document.architecture.training))
