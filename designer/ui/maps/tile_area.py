"""What the grids of maps and of filters share: tiles in rows, walked by arrows, resized by Ctrl+wheel."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from designer.ui.maps.walked_area import WalkedArea
from designer.ui.theme import Themes
from designer.ui.widgets.tile_walk import walked

_WHEEL_STEP = 120
_TILE_STEP_PX = 8


class Tiles(Protocol):
    """Where tiles in rows are, by their places 0, 1, …, in px of all the content."""

    @property
    def number(self) -> int:
        """How many there are."""

    @property
    def columns(self) -> int:
        """Tiles in a row."""

    def rect(self, index: int) -> QRect:
        """Return where a tile is."""

    def index_at(self, x: int, y: int) -> int | None:
        """Return the tile at a point."""

    def in_sight(self, top: int, page: int) -> range:
        """Return the tiles that are at least partly between ``top`` and ``top + page``."""


class TileArea(WalkedArea):
    """Tiles in rows; a subclass says where they are, which one is outlined, and paints them."""

    hover_left = Signal()
    """The pointer is over nothing that has a value."""
    sight_changed = Signal()
    """Other tiles are in sight."""
    tile_resized = Signal(int)
    """The wanted size of a tile is another, in px."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._tile_px = themes.current().px("map_tile")
        self.verticalScrollBar().valueChanged.connect(self.sight_changed)

    def tiles(self) -> Tiles:
        """Return where the tiles are at this size."""
        raise NotImplementedError

    def outlined(self) -> int:
        """Return the place of the outlined tile."""
        raise NotImplementedError

    def outline(self, place: int) -> None:
        """Outline the tile of a place and bring it in sight."""
        raise NotImplementedError

    def tile_size(self) -> int:
        """Return the wanted size of a tile, in px."""
        return self._tile_px

    def show_tile_size(self, size_px: int) -> None:
        """Make the tiles this large."""
        theme = self.themes.current()
        size_px = max(theme.px("map_tile_min"), min(size_px, theme.px("map_tile_max")))
        if size_px != self._tile_px:
            self.resize_tiles(size_px)
            self.lay_out()

    def resize_tiles(self, size_px: int) -> None:
        """Take note of another wanted size; they are not set anew."""
        if size_px != self._tile_px:
            self._tile_px = size_px
            self.tile_resized.emit(size_px)

    def in_sight(self) -> range:
        """Return the places of the tiles that are at least partly visible."""
        return self.tiles().in_sight(self.offset(), self.viewport().height())

    def place_rect(self, place: int) -> QRect:
        """Return where the tile of a place is, in px of the viewport."""
        return self.tiles().rect(place).translated(0, -self.offset())

    def place_at(self, point: QPoint) -> int | None:
        """Return the place of the tile under a point of the viewport."""
        return self.tiles().index_at(point.x(), point.y() + self.offset())

    def set_content(self, height: int, step: int) -> None:
        """Scroll a content of this height; other tiles are in sight then."""
        super().set_content(height, step)
        self.viewport().update()
        self.sight_changed.emit()

    def pointer_left(self) -> None:
        """Tell that nothing is pointed at."""
        self.hover_left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the tiles by arrows, Home and End."""
        tiles = self.tiles()
        place = walked(event.key(), self.outlined(), tiles.number, tiles.columns)
        if place is not None:
            self.outline(place)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the size of the tiles with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.show_tile_size(self._tile_px + _TILE_STEP_PX * round(event.angleDelta().y() / _WHEEL_STEP))
            event.accept()
        else:
            super().wheelEvent(event)
