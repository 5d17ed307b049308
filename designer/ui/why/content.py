"""A map over the probe as something to take along."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QImage, QPainter

from designer.ui.maps.colors import Palette
from designer.ui.maps.map_content import MapContent
from designer.ui.results.wording import class_name
from designer.ui.theme import Theme
from designer.ui.why.answers import Reason
from designer.ui.why.overlay import overlay_image, scale_for
from designer.ui.why.wording import method_text

_WANTED_PX = 256
"""Small pictures are enlarged to about this side, every pixel a square."""


def reason_content(reason: Reason, classes: tuple[str, ...], palette: Palette, opacity: float, theme: Theme) -> MapContent:
    """Return an answer's exact values, and the picture with the map over it as it is on the screen.

    Args:
        palette: For maps that are not signed.
        opacity: 0: the picture alone, 1: the map alone.
    """
    name = class_name(classes, reason.told.target)
    title = _tr("{0} for {1}").format(method_text(reason.method), name)
    return MapContent(f"{reason.method.value}-{name}", _tr("this map"), title, reason.values, _blended(reason, palette, opacity, theme))


def _blended(reason: Reason, palette: Palette, opacity: float, theme: Theme) -> QImage:
    picture = reason.picture
    width, height = picture.width(), picture.height()
    factor = max(1, _WANTED_PX // max(width, height))
    blended, area = QImage(width * factor, height * factor, QImage.Format.Format_RGB32), QRect(0, 0, width * factor, height * factor)
    scale = scale_for(reason.values, reason.method.is_signed, palette)
    painter = QPainter(blended)
    painter.drawImage(area, picture)
    painter.setOpacity(opacity)
    painter.drawImage(area, overlay_image(reason.values, scale, theme, height, width))
    painter.end()
    return blended


def _tr(text: str) -> str:
    return QCoreApplication.translate("Why", text)
