"""The line at the bottom: what the network amounts to, notices, saved, zoom. Every item is a button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from designer.network.analysis import Analysis
from designer.network.figures import size_text
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel

__all__ = ["StatusBar", "StatusItem"]

_NOTICE_MS = 6_000
_LEFT, _RIGHT = ("parameters", "macs", "weights", "dense", "problems"), ("saved", "zoom")
_FIRST_TO_GO = ("dense", "weights", "macs")
_MIB = 2**20


class StatusItem(QToolButton):
    """A flat button whose number is bold."""

    asked = Signal()
    """Its tooltip is about to be shown: it is worked out only then."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        self._lead, self._number, self._rest, self._color = "", "", "", "text_muted"
        set_look(self, Look.STATUS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_parts(self, lead: str, number: str, rest: str, color: str = "text_muted") -> None:
        """Show a text with its bold number in the middle; any part may be empty."""
        self._lead, self._number, self._rest, self._color = lead, number, rest, color
        self.setText(lead + number + rest)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._themes.current()
        return QSize(round(sum(self._widths()) + 2 * theme.px("space_s") + 2 * theme.px("border")) + 1, theme.px("target"))

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        theme = self._themes.current()
        x = float(theme.px("space_s") + theme.px("border"))
        fonts, colors = ("body", "strong", "body"), (self._color, "text", self._color)
        for part, font, color, width in zip(self._parts(), fonts, colors, self._widths(), strict=True):
            painter.setFont(theme.font(font))
            painter.setPen(theme.color(color))
            painter.drawText(QRectF(x, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, part)
            x += width
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Ask for the tooltip before it is shown."""
        if event.type() == QEvent.Type.ToolTip:
            self.asked.emit()
        return super().event(event)

    def _parts(self) -> tuple[str, str, str]:
        return self._lead, self._number, self._rest

    def _widths(self) -> tuple[float, ...]:
        theme = self._themes.current()
        body, strong = QFontMetricsF(theme.font("body")), QFontMetricsF(theme.font("strong"))
        return body.horizontalAdvance(self._lead), strong.horizontalAdvance(self._number), body.horizontalAdvance(self._rest)


class StatusBar(QStatusBar):
    """Show totals of the network, and one sentence for a while."""

    pressed = Signal(str)
    """An item was pressed: ``parameters``, ``macs``, ``weights``, ``dense``, ``problems``, ``saved`` or ``zoom``."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.setSizeGripEnabled(False)
        self._analysis = document.analysis
        self._taken = 0
        self._items = {key: self._make_item(key) for key in (*_LEFT, *_RIGHT)}
        self.notice = ElidedLabel(parent=self)
        self.notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTICE_MS)
        self._timer.timeout.connect(self.clear_notice)
        for key in _LEFT:
            self.addWidget(self._items[key])
        self.addWidget(self.notice, 1)
        for key in _RIGHT:
            self.addPermanentWidget(self._items[key])
        self.show_zoom(100)
        self.show_saved(self.tr("not saved yet"))
        self._show_analysis(document.analysis)
        document.analysed.connect(self._show_analysis)
        document.changed.connect(self.clear_notice)  # what was said is of the past; what the edit itself says comes after
        themes.on_change(self._show_theme)

    def item(self, key: str) -> StatusItem:
        """Return an item, to look at it or press it."""
        return self._items[key]

    def show_notice(self, text: str) -> None:
        """Show one sentence for some seconds."""
        self.notice.setText(text)
        self._timer.start()
        self._make_room()

    def clear_notice(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        self.notice.setText("")
        self._make_room()

    def take_room(self, width_px: int) -> None:
        """Leave room for what else lies in the bar for a while; 0: nothing does."""
        self._taken = width_px
        self._make_room()

    def show_zoom(self, percent: int) -> None:
        """Show how large the canvas is drawn."""
        self._items["zoom"].show_parts("", "", self.tr("{0} %").format(percent))

    def show_saved(self, text: str) -> None:
        """Show when the document was saved."""
        self._items["saved"].show_parts("", "", text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what matters most in a narrow window."""
        super().resizeEvent(event)
        self._make_room()

    def _make_item(self, key: str) -> StatusItem:
        item = StatusItem(self._themes, self)
        item.clicked.connect(partial(self._press, key))
        item.asked.connect(partial(self._explain, key))
        return item

    def _explain(self, key: str) -> None:
        self._items[key].setToolTip(item_tip(key, self._analysis))

    def _press(self, key: str, _checked: bool = False) -> None:
        self.pressed.emit(key)

    def _show_analysis(self, analysis: Analysis) -> None:
        self._items["parameters"].show_parts("", f"{analysis.parameters:,}", self.tr(" parameters"))
        self._items["macs"].show_parts("", f"{analysis.macs:,}", self.tr(" MACs"))
        self._items["weights"].show_parts("", f"{analysis.weight_bytes / _MIB:,.2f} MiB", self.tr(" weights"))
        dense = dense_layers_hold(analysis)
        if dense:
            share = f"{100 * dense / max(analysis.parameters, dense):.0f} %"
            self._items["dense"].show_parts(self.tr("dense layers hold "), share, self.tr(" of them"))
        self._items["dense"].setEnabled(bool(dense))
        self._analysis = analysis
        hints = len(analysis.problems) - len(analysis.errors) - len(analysis.warnings)
        self._show_problems(len(analysis.errors), len(analysis.warnings), hints)
        self._make_room()

    def _show_problems(self, errors: int, warnings: int, hints: int) -> None:
        """Say how many errors and warnings there are: together they are the number on the Problems tab."""
        warned = self.tr("1 warning") if warnings == 1 else self.tr("{0} warnings").format(warnings)
        if errors:
            word = self.tr(" error") if errors == 1 else self.tr(" errors")
            self._items["problems"].show_parts("⚠ ", str(errors), f"{word}, {warned}" if warnings else word, "error")
        elif warnings:
            rest = self.tr(" warning") if warnings == 1 else self.tr(" warnings")
            self._items["problems"].show_parts("⚠ ", str(warnings), rest, "warning")
        else:
            hinted = self.tr("1 hint") if hints == 1 else self.tr("{0} hints").format(hints)
            self._items["problems"].show_parts("", "", self.tr("no problems, {0}").format(hinted) if hints else self.tr("no problems"))

    def _make_room(self) -> None:
        """Hide what matters least while there is a notice and too little room for both."""
        room = self.width() - self._taken - sum(item.sizeHint().width() + self._themes.current().px("space") for item in self._items.values())
        wanted = min(self.notice.fontMetrics().horizontalAdvance(self.notice.text()), self.width() // 2)
        for key in _FIRST_TO_GO:
            item = self._items[key]
            hidden = not item.isEnabled() or room < wanted
            room += item.sizeHint().width() if hidden else 0
            if hidden != item.isHidden():  # showing and hiding again would lay the window out without end
                item.setHidden(hidden)

    def _show_theme(self, theme: Theme) -> None:
        self.setContentsMargins(theme.px("space"), 0, theme.px("space"), 0)
        for item in self._items.values():
            item.updateGeometry()


def dense_layers_hold(analysis: Analysis) -> int:
    """Return the parameters of all dense layers of the network."""
    return sum(report.parameters for report in analysis.reports.values() if report.in_network and report.block.spec.type_name == "dense")


def item_tip(key: str, analysis: Analysis) -> str:
    """Return what an item says when pointed at: what was counted, and the exact numbers."""
    batch = f"{analysis.architecture.training.batch_size:,}"
    match key:
        case "parameters":
            trained, frozen = f"{analysis.trainable_parameters:,}", f"{analysis.frozen_parameters:,}"
            return _tr("Learnable numbers: {0} trained, {1} frozen").format(trained, frozen)
        case "macs":
            return _tr("Multiply-accumulates of convolutions and dense layers for one picture")
        case "weights":
            weights = _tr("Weights: {0} parameters · 4 bytes = {1} bytes").format(f"{analysis.parameters:,}", f"{analysis.weight_bytes:,}")
            activations = _tr("Activations of one picture: {0}").format(size_text(analysis.activation_bytes))
            training = _tr("Training with batches of {0}: about {1}").format(batch, size_text(analysis.training_memory_bytes))
            return f"{weights}\n{activations}\n{training}"
        case "dense":
            return _tr("{0} of {1} parameters belong to dense layers").format(f"{dense_layers_hold(analysis):,}", f"{analysis.parameters:,}")
        case "problems":
            return _tr("Show the problems and what would mend them")
        case "saved":
            return _tr("Save the architecture")
    return _tr("How large the canvas is drawn; press to fit the whole network")


def _tr(text: str) -> str:
    return QCoreApplication.translate("StatusBar", text)
