"""Draw the icons of `resources/icons/` in any colour and size.

The files are line drawings on 24×24 in ``currentColor``; `app.svg` alone has colours of its own.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from designer.resources import resource
from designer.ui.theme_tokens import ThemeError

__all__ = ["application_icon", "icon", "icon_names", "pixmap"]

_APPLICATION_SIZES_PX = (16, 24, 32, 48, 64, 128, 256)


@cache
def icon_names() -> frozenset[str]:
    """Return the names that `icon` and `pixmap` take."""
    return frozenset(path.stem for path in resource("icons").glob("*.svg"))


@cache
def _drawing(name: str) -> str:
    if name not in icon_names():
        raise ThemeError("icon", name, icon_names())
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, color: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture of ``size`` device-independent px, for painting.

    Args:
        name: One of `icon_names`.
        color: Its lines; the alpha counts.
        size: Width and height in device-independent px.
        ratio: Device pixels per px of the surface it is painted on (`QPaintDevice.devicePixelRatioF`).

    Raises:
        ThemeError: There is no such icon.
    """
    key = f"designer-icon/{name}/{color.rgba():08x}/{size}/{ratio:g}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    result = _render(name, color, round(size * ratio))
    result.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, result)
    return result


def icon(name: str, color: QColor, size: int = 16) -> QIcon:
    """Return an icon for a button or menu, drawn for the finest screen there is; Qt scales it down for the others."""
    finest = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    return QIcon(pixmap(name, color, size, finest))


def application_icon() -> QIcon:
    """Return the program's own icon in every usual size."""
    result = QIcon()
    for size in _APPLICATION_SIZES_PX:
        result.addPixmap(pixmap("app", QColor(), size))
    return result


def _render(name: str, color: QColor, side: int) -> QPixmap:
    drawing = _drawing(name).replace("currentColor", color.name())
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(color.alphaF())
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture
