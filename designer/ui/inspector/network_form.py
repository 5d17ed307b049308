"""What the inspector shows while nothing is selected: the network itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from designer.network import edits
from designer.network.analysis import Analysis
from designer.network.architecture import Architecture
from designer.network.figures import size_text, times_text
from designer.ui.document import Document
from designer.ui.inspector.boxes import TextBox
from designer.ui.inspector.notes_box import NotesBox
from designer.ui.inspector.why import WhyView
from designer.ui.inspector.why_lines import WhyLine
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes


class NetworkForm(QWidget):
    """Edit name and notes of the network; show its totals."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.name = TextBox(self.tr("Name of the network"), self)
        self.name.text_entered.connect(self._set_name)
        self.name.reverted.connect(self.show_values)
        self.notes = NotesBox(self.tr("Notes on the network"), self)
        self.notes.setPlaceholderText(self.tr("What is this network for? What did you find out?"))
        self.notes.text_entered.connect(self._set_notes)
        self.totals = WhyView(themes, self)
        hint = QLabel(self.tr("Select a block to change it. Double-click the canvas, or press A, to add one."), self)
        hint.setWordWrap(True)
        set_look(hint, Look.MUTED)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for label, widget in ((self.tr("Name"), self.name), (self.tr("Notes"), self.notes), (self.tr("Totals"), self.totals)):
            title = QLabel(label, self)
            set_look(title, Look.MUTED)
            title.setBuddy(widget)
            self._column.addWidget(title)
            self._column.addWidget(widget)
        self._column.addWidget(hint)
        themes.on_change(self._show_theme)

    def show_values(self) -> None:
        """Show the document as it is."""
        architecture = self._document.architecture
        self.name.show_text(architecture.name, self.tr("untitled"))
        self.notes.show_text(architecture.notes)
        self.totals.show_lines(total_lines(self._document.analysis))

    def flush(self) -> None:
        """Let what was typed count."""
        self.name.flush()
        self.notes.flush()

    def _set_name(self, name: str) -> None:
        def edit(architecture: Architecture) -> Architecture:
            return edits.set_name(architecture, name.strip())

        self._document.attempt(self.tr("Rename the network to “{0}”").format(name.strip()), edit, merge_key=("name",))

    def _set_notes(self, notes: str) -> None:
        def edit(architecture: Architecture) -> Architecture:
            return edits.set_notes(architecture, notes)

        self._document.attempt(self.tr("Edit the notes"), edit, merge_key=("notes",))

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("space_s"))
        self.notes.setFixedHeight(theme.px("plot_min_height"))


def total_lines(analysis: Analysis) -> tuple[WhyLine, ...]:
    """Return the totals of a network."""
    blocks = sum(report.in_network for report in analysis.reports.values())
    batch = f"{analysis.architecture.training.batch_size:,}"
    lines = [
        WhyLine(_tr("blocks"), "", f"{blocks:,}"),
        WhyLine(_tr("parameters"), "", f"{analysis.parameters:,}", "parameters"),
    ]
    if analysis.frozen_parameters:
        lines.append(WhyLine(_tr("of them trained"), "", f"{analysis.trainable_parameters:,}", "trained"))
        lines.append(WhyLine(_tr("of them frozen"), "", f"{analysis.frozen_parameters:,}", "trained"))
    lines += [
        WhyLine(_tr("MACs for one picture"), "", f"{analysis.macs:,}", "macs"),
        WhyLine(_tr("weights"), "", size_text(analysis.weight_bytes), "weight_bytes"),
        WhyLine(_tr("activations of one picture"), "", size_text(analysis.activation_bytes), "activation_bytes"),
        WhyLine(_tr("training at batch {0} about").format(batch), "", size_text(analysis.training_memory_bytes), "training_bytes"),
    ]
    if analysis.parameters and analysis.dense_parameters > analysis.parameters:
        times = times_text(analysis.dense_parameters / analysis.parameters)
        lines.append(WhyLine(_tr("all as dense layers:"), "", f"{analysis.dense_parameters:,}, {times}", "dense_parameters"))
    return tuple(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("NetworkForm", text)
