"""Connect a block to another by typing its name: a small window with a field and a list."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from designer.network import edits
from designer.network.analysis import BlockReport
from designer.network.shapes import shape_text
from designer.ui.canvas.wording import tr
from designer.ui.document import Document
from designer.ui.theme import Themes
from designer.ui.widgets.typed_list import TypedList


def is_meant(report: BlockReport, text: str) -> bool:
    """Tell whether a block is meant by what was typed: every word is part of its id, title or type."""
    names = f"{report.id} {report.block.title} {report.block.spec.LABEL} {report.block.spec.type_name}".casefold()
    return all(word in names for word in text.casefold().split())


class ConnectTo(TypedList):
    """List the blocks that a wire may lead to; Enter connects the one marked, Esc none. Full ports and loops are not listed.

    Args:
        document: What is edited.
        themes: Where colours and sizes come from.
        canvas: What the window lies on; it gets the focus back.
    """

    def __init__(self, document: Document, themes: Themes, canvas: QWidget) -> None:
        super().__init__(themes, canvas)
        self._document = document
        self._source = ""
        self._targets: tuple[str, ...] = ()
        self.setAccessibleName(tr("Connect to"))
        self._field.setAccessibleName(tr("Name of the block to connect to"))
        self._list.setAccessibleName(tr("Blocks that can be connected to"))
        document.changed.connect(self._close_behind)

    def offer_from(self, source: str, at: QPoint) -> None:
        """Offer what a wire from a block may lead to, at a point of the screen."""
        self._source, self._targets = source, edits.targets_for(self._document.architecture, source)
        name = self._document.architecture.by_id[source].shown_name
        self._field.setPlaceholderText(tr("Connect {0} to: type a name").format(name))
        none = tr("{0} leads to every block already that has room for a wire; add one, such as Add or Concat.").format(name)
        self._nothing.setText(tr("No block of that name has room for a wire.") if self._targets else none)
        self.show_at(at)

    def offered(self) -> list[str]:
        """Return the ids listed now."""
        return [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())]

    def fill(self, text: str) -> None:
        """List the blocks that are meant, with type and shape."""
        reports = self._document.analysis.reports
        for report in (reports[name] for name in self._targets if is_meant(reports[name], text)):
            shape = report.output_shape
            words = (report.block.shown_name, report.block.spec.LABEL, shape_text(shape) if shape else "")
            self.add_row(report.block.spec.GROUP.value, " · ".join(filter(None, words)), report.id)

    def take(self, value: object) -> None:
        """Draw the wire."""
        source, target = self._source, str(value)
        self._document.attempt(tr("Connect {0} to {1}").format(source, target), lambda old: edits.connect(old, source, target))

    def _close_behind(self, _old: object, _new: object) -> None:
        """Close: what is listed may no longer be so."""
        self.hide()
