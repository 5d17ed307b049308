"""The grid of feature maps: tiles in rows, of which only those in sight are coloured and painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from designer.ui.arithmetic.marking import paint_mark
from designer.ui.maps.card_tiles import fitted, pixel_under
from designer.ui.maps.colors import ColorScale
from designer.ui.maps.frame_painting import paint_frames
from designer.ui.maps.mosaic import mosaic
from designer.ui.maps.painting import table
from designer.ui.maps.pointed import MapFrame
from designer.ui.maps.shown import ShownMaps
from designer.ui.maps.tile_area import TileArea
from designer.ui.maps.tile_layout import TileLayout, fitting_side
from designer.ui.maps.tile_painting import TilePainter
from designer.ui.theme import Theme, Themes


class MapGrid(TileArea):
    """Show the maps of one block; arrows walk, Ctrl+wheel changes the size of the tiles.

    Args:
        fits: The tiles are as large as fit without scrolling, until a person chooses their size.
    """

    map_selected = Signal(int)
    """Another tile is outlined; its channel."""
    pixel_hovered = Signal(int, int, int)
    """The pointer is over channel, row, column."""
    pixel_chosen = Signal(int, int, int)
    """A pixel was clicked; its channel, row, column."""
    pixel_entered = Signal(int, int, int)
    """Enter was pressed; channel, row and column of the marked pixel, else of that in the middle."""

    def __init__(self, themes: Themes, parent: QWidget | None = None, *, fits: bool = True) -> None:
        super().__init__(themes, parent)
        self._fits = fits
        self._maps: ShownMaps | None = None
        self._scale: ColorScale | None = None
        self._channels: Sequence[int] = ()
        self._current = 0
        self._frame: MapFrame | None = None
        self._mark: tuple[int, int, int] | None = None
        self._picture: QImage | None = None
        self._is_stale = True
        self._picture_key: tuple[object, ...] = ()

    def show_theme(self, theme: Theme) -> None:
        self._is_stale = True
        super().show_theme(theme)

    def show_maps(self, maps: ShownMaps | None, scale: ColorScale | None, channels: Sequence[int]) -> None:
        """Show maps of a block.

        Args:
            scale: Their colours.
            channels: All channels of the block in the order of the tiles; those that ``maps`` lacks stay empty.
        """
        same_length = len(channels) == len(self._channels)
        self._maps, self._scale, self._channels, self._is_stale = maps, scale, channels, True
        if self._current not in range(len(channels)):
            self._current = 0
        if not same_length:
            self.lay_out()
        self.viewport().update()

    def show_frame(self, frame: MapFrame | None) -> None:
        """Frame a part of every map, or of the one that is pointed at."""
        if frame != self._frame:
            self._frame = frame
            self.viewport().update()

    def show_mark(self, pixel: tuple[int, int, int] | None) -> None:
        """Mark the pixel that is explained: channel, row and column of the maps as they are there."""
        if pixel != self._mark:
            self._mark = pixel
            self.viewport().update()

    def frame(self) -> MapFrame | None:
        """Return what is framed."""
        return self._frame

    def tiles(self) -> TileLayout:
        """Return where the tiles are at this size."""
        room, gap_px = self.maximumViewportSize(), self.themes.current().px("map_tile_gap")
        layout = TileLayout(len(self._channels), self.tile_size(), gap_px, room.width())
        if layout.height <= room.height():
            return layout  # whether a scroll bar is there just now does not count: it would keep itself
        return TileLayout(layout.number, layout.wanted_px, gap_px, room.width() - self.verticalScrollBar().sizeHint().width())

    def outlined(self) -> int:
        """Return the place of the outlined tile."""
        return list(self._channels).index(self._current) if self._channels else 0

    def outline(self, place: int) -> None:
        """Outline the tile of a place and bring it in sight."""
        self.select(self._channels[place])

    def select(self, channel: int) -> None:
        """Outline a tile and bring it in sight."""
        if channel in self._channels and channel != self._current:
            self._current = channel
            self.map_selected.emit(channel)
        if self._current in self._channels:
            self.bring_in_sight(self.tile_rect(self._current))
        self.viewport().update()

    def selected(self) -> int:
        """Return the channel of the outlined tile."""
        return self._current

    def channels_in_sight(self) -> tuple[int, ...]:
        """Return the channels of the tiles that are at least partly visible, in the order of the tiles."""
        return tuple(self._channels[index] for index in self.in_sight())

    def tile_rect(self, channel: int) -> QRect:
        """Return where a tile is, in px of the viewport."""
        return self.place_rect(list(self._channels).index(channel))

    def pixel_at(self, point: QPoint) -> tuple[int, int, int] | None:
        """Return channel, row and column under a point of the viewport."""
        index = self.place_at(point)
        if index is None or self._maps is None or not self._maps.has(self._channels[index]):
            return None
        pixel = pixel_under(QPointF(point), fitted(QRectF(self.place_rect(index)), *self._maps.side), *self._maps.side)
        return (self._channels[index], *pixel) if pixel is not None else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles in sight."""
        layout, offset, ratio = self.tiles(), self.offset(), self.devicePixelRatioF()
        in_sight = layout.in_sight(offset, self.viewport().height())
        if not in_sight:
            return
        painter = QPainter(self.viewport())
        picture = self._picture_of(in_sight, layout, ratio)
        if picture is not None:
            painter.drawImage(layout.rect(in_sight.start).translated(0, -offset).topLeft(), picture)
        tiles = TilePainter(painter, self.themes.current(), self._maps, layout.side, ratio)
        for index in in_sight:
            channel = self._channels[index]
            if tiles.has_marks(channel) or channel == self._current:
                tiles.paint(channel, layout.rect(index).translated(0, -offset), channel == self._current, self.hasFocus())
        if self._frame is not None and self._maps is not None and self._frame.shape == self._maps.shape:
            self._paint_frame(painter, self._frame, self._maps, in_sight, layout)
        if self._mark is not None and self._maps is not None and self._mark[0] in self._channels:
            tile = QRectF(self.tile_rect(self._mark[0]))
            paint_mark(painter, self.themes.current(), fitted(tile, *self._maps.side), self._mark[1:], self._maps.side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses a pixel."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self._maps is not None and self._maps.has(self._current):
            self.pixel_entered.emit(self._current, *(self._mark[1:] if self._mark else (side // 2 for side in self._maps.side)))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Outline the tile under the pointer."""
        index = self.place_at(event.position().toPoint())
        if index is not None and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self.select(self._channels[index])
        pixel = self.pixel_at(event.position().toPoint())
        if pixel is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pixel_chosen.emit(*pixel)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the pixel under the pointer."""
        pixel = self.pixel_at(event.position().toPoint())
        if pixel is None:
            self.hover_left.emit()
        else:
            self.pixel_hovered.emit(*pixel)

    def show_tile_size(self, size_px: int) -> None:
        """Make the tiles this large, and no longer as large as fits."""
        if size_px != self.tile_size():
            self._fits = False
            super().show_tile_size(size_px)

    def fit_tiles(self) -> None:
        """Make the tiles as large as fits, now and when the panel or the number of maps changes."""
        self._fits = True
        self.lay_out()

    def lay_out(self) -> None:
        """Set the tiles anew."""
        if self._fits and self._channels:
            self.resize_tiles(self._fitting_size())
        layout = self.tiles()
        self.set_content(layout.height, layout.pitch // 2)

    def _fitting_size(self) -> int:
        theme, room = self.themes.current(), self.maximumViewportSize()
        sizes = theme.px("map_tile_fit_least"), theme.px("map_tile_max")
        return fitting_side(len(self._channels), theme.px("map_tile_gap"), room.width(), room.height(), *sizes) or theme.px("map_tile")

    def _paint_frame(self, painter: QPainter, frame: MapFrame, maps: ShownMaps, in_sight: range, layout: TileLayout) -> None:
        """Frame the maps in sight, or the one pointed at; beyond its edges as far as half way to the next tile."""
        wanted = [index for index in in_sight if maps.has(self._channels[index]) and frame.channel in (None, self._channels[index])]
        if not wanted:
            return
        corners = [QPointF(layout.rect(index).translated(0, -self.offset()).topLeft()) for index in wanted]
        first, half = QRectF(corners[0], layout.rect(0).size().toSizeF()), self.themes.current().px("map_tile_gap") / 2
        places = [corner - corners[0] for corner in corners]
        paint_frames(painter, self.themes.current(), frame, fitted(first, *maps.side), first.adjusted(-half, -half, half, half), places)

    def _picture_of(self, in_sight: range, layout: TileLayout, ratio: float) -> QImage | None:
        """Return the maps in sight as one picture, made anew only where maps, place or size changed."""
        if self._maps is None or self._scale is None:
            return None
        slots = [slot for slot, index in enumerate(in_sight) if self._maps.has(self._channels[index])]
        key = (in_sight, layout, ratio, slots, self._maps.side)
        if slots and (self._is_stale or self._picture_key != key):
            indices = self._maps.indices([self._channels[in_sight[slot]] for slot in slots], self._scale, round(layout.side * ratio))
            onto = self._picture if self._picture_key == key else None
            self._picture = mosaic(indices, slots, len(in_sight), layout, table(self._scale.palette, self.themes.current()), ratio, onto)
            self._picture_key, self._is_stale = key, False
        return self._picture if slots else None
