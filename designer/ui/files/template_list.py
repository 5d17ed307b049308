"""The cards of the chooser: which templates are meant by what is typed, and which one is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from designer.network.templates import TemplateListing
from designer.ui.files.template_card import LISTING, PICTURE, TemplateCardDelegate, spoken
from designer.ui.files.template_picture import TemplatePicture
from designer.ui.theme import Themes

FAR = 2


def distance(typed: str, listing: TemplateListing) -> int:
    """Return 0 where the template's name is meant, 1 where its description or source is, `FAR` where it is not.

    Every word that was typed must begin a word there.
    """
    words = typed.casefold().split()
    name = f"{listing.name} {listing.title}"
    for found, text in enumerate((name, f"{name} {listing.description} {listing.source}")):
        if all(re.search(rf"\b{re.escape(word)}", text.casefold()) for word in words):
            return found
    return FAR


class TemplateList(QListWidget):
    """Cards side by side, as many in a row as fit."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Templates"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(TemplateCardDelegate(themes, self))

    def current_name(self) -> str:
        """Return the name of the template that is marked; empty: none."""
        item = self.currentItem()
        return item.data(LISTING).name if item else ""

    def show_meant(self, made: Sequence[tuple[TemplateListing, TemplatePicture]], typed: str) -> None:
        """Show the cards that are meant and no others, those first whose name is."""
        self.clear()
        for far in range(FAR):
            for listing, picture in made:
                if distance(typed, listing) == far:
                    self._add(listing, picture)

    def add_if_meant(self, listing: TemplateListing, picture: TemplatePicture, typed: str) -> None:
        """Add one more card at the end if it is meant."""
        if distance(typed, listing) < FAR:
            self._add(listing, picture)

    def mark(self, name: str) -> bool:
        """Mark a template; tell whether it is there."""
        for row in range(self.count()):
            if self.item(row).data(LISTING).name == name:
                self.setCurrentRow(row)
                return True
        return False

    def _add(self, listing: TemplateListing, picture: TemplatePicture) -> None:
        item = QListWidgetItem(listing.title, self)
        item.setData(LISTING, listing)
        item.setData(PICTURE, picture)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(listing))
        item.setToolTip(listing.description)
