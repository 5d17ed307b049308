"""A training setting with a slider beside its field: both say the same, and both change the document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from designer.network.fields import WholeField, fields_of
from designer.network.training import Training
from designer.ui.document import Document
from designer.ui.theme import Theme, Themes
from designer.ui.training.setting_field import SettingField, set_setting

__all__ = ["REACH", "SliderSetting"]

REACH = {"shift": 0.5, "rotation": 90.0, "crop": 16.0, "brightness": 1.0, "contrast": 1.0, "erase": 1.0}
"""Where the sliders end; the field takes all that the setting allows."""
_STEPS = {"rotation": 90, "crop": 16}
_USUAL_STEPS = 50


class QuietSlider(QSlider):
    """A slider that the wheel moves only while it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the slider has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SliderSetting(QWidget):
    """Edit one setting of `REACH`; others have their field alone."""

    def __init__(self, document: Document, name: str, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._name = document, name
        self.field = SettingField(document, name, self)
        self.label = QLabel(self.field.label, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setBuddy(self.field)
        self.label.setToolTip(self.field.editor.toolTip())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.label)
        self.slider: QSlider | None = self._make_slider() if name in REACH else None
        if self.slider is not None:
            self._row.addWidget(self.slider, 1)
        self._row.addWidget(self.field, 0 if self.slider is not None else 1)
        document.changed.connect(self.show_value)
        themes.on_change(self._show_theme)
        self.show_value()

    def show_value(self) -> None:
        """Show the document's value."""
        self.field.show_value()
        if self.slider is not None and self.slider.value() != self._step():
            self.slider.setValue(self._step())

    def _make_slider(self) -> QSlider:
        slider = QuietSlider(Qt.Orientation.Horizontal, self)
        slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        slider.setRange(0, _STEPS.get(self._name, _USUAL_STEPS))
        slider.setPageStep(max(slider.maximum() // 10, 1))
        slider.setAccessibleName(self.field.label)
        slider.setToolTip(self.field.editor.toolTip())
        slider.valueChanged.connect(self._take)
        return slider

    def _take(self, step: int) -> None:
        """Set what the slider says, unless it only follows the document."""
        if step == self._step():
            return
        value = REACH[self._name] * step / _STEPS.get(self._name, _USUAL_STEPS)
        whole = isinstance(fields_of(Training)[self._name], WholeField)
        set_setting(self._document, self._name, round(value) if whole else round(value, 4))

    def _step(self) -> int:
        value = float(getattr(self._document.architecture.training, self._name))
        steps = _STEPS.get(self._name, _USUAL_STEPS)
        return min(round(value / REACH[self._name] * steps), steps)

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space"))
        if self.slider is not None:
            self.slider.setMinimumWidth(theme.px("chip_min_width"))
            self.field.setFixedWidth(theme.px("chip_min_width"))
