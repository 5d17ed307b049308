"""The value of a card's maps that the pointer is over."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal

from designer.network.shapes import is_image
from designer.ui.canvas.hits import card_at
from designer.ui.canvas.scene import CanvasScene
from designer.ui.canvas.style import NAME_FROM
from designer.ui.maps.card_tiles import value_under
from designer.ui.maps.pointed import PointedValue


class MapPointer(QObject):
    """Tell what the pointer is over, once for each value; nothing while a gesture is active."""

    pointed = Signal(object)
    """A `PointedValue`, or nothing."""
    clicked = Signal(object)
    """The `PointedValue` that was clicked."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._value: PointedValue | None = None

    @property
    def value(self) -> PointedValue | None:
        """The value that the pointer is over."""
        return self._value

    def follow(self, at: QPointF, zoom: float) -> None:
        """Look under a point of the scene."""
        self._tell(self._value_at(at) if zoom >= NAME_FROM else None)

    def click(self, at: QPointF, zoom: float) -> None:
        """Tell the value under a point of the scene that was clicked; nothing where there is none."""
        value = self._value_at(at) if zoom >= NAME_FROM else None
        if value is not None:
            self.clicked.emit(value)

    def leave(self) -> None:
        """Be over nothing."""
        self._tell(None)

    def _tell(self, value: PointedValue | None) -> None:
        if value != self._value:
            self._value = value
            self.pointed.emit(value)

    def _value_at(self, at: QPointF) -> PointedValue | None:
        card = card_at(self._scene, at)
        maps = card.maps if card is not None else None
        if card is None or maps is None:
            return None
        found = value_under(card.mapFromScene(at), card.map_tiles(), maps)
        if found is None:
            return None
        channel, row, column = found
        if not is_image(maps.shape):
            return PointedValue(card.block_id, int(maps.values.argmax()) if card.is_winner_bar and maps.values.size else channel, 0, 0)
        height, width = maps.pixels.shape[1:]  # maps on cards are thinned: the middle of what a cell stands for
        return PointedValue(card.block_id, channel, (2 * row + 1) * maps.shape[1] // (2 * height), (2 * column + 1) * maps.shape[2] // (2 * width))
