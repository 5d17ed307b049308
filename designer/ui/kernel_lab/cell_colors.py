"""The colours of the lab's cells: the larger a number the stronger, negative ones in a colour of their own, the digits always readable."""

from __future__ import annotations

from PySide6.QtGui import QColor

from designer.ui.theme import Theme

_LEVELS = 48
_STRONGEST = 0.72
_MIDDLE = 0.179
"""On ground lighter than this black stands out more than white (WCAG 2.2, "contrast ratio")."""


class CellColors:
    """Fills and inks of one theme, in steps."""

    def __init__(self, theme: Theme) -> None:
        ground = theme.color("panel")
        strong = {False: theme.color("text"), True: theme.color("group_activation")}
        self._fills = {sign: [_mixed(ground, color, level / _LEVELS * _STRONGEST) for level in range(_LEVELS + 1)] for sign, color in strong.items()}
        light, dark = theme.color("confusion_ink_light"), theme.color("confusion_ink_dark")
        self._inks = {sign: [dark if _luminance(fill) > _MIDDLE else light for fill in fills] for sign, fills in self._fills.items()}
        self._plain = theme.color("text")

    def fill(self, share: float) -> QColor:
        """Return the ground of a cell whose value is this share of the largest, from −1 to 1."""
        return self._fills[share < 0][_level(share)]

    def ink(self, share: float) -> QColor:
        """Return the colour of its digits."""
        level = _level(share)
        return self._inks[share < 0][level] if level else self._plain


def _level(share: float) -> int:
    """Return the step; whatever is not nothing can be told from nothing."""
    level = round(min(abs(share), 1.0) * _LEVELS)
    return max(level, 2) if share else 0


def _mixed(ground: QColor, color: QColor, part: float) -> QColor:
    pairs = zip((ground.redF(), ground.greenF(), ground.blueF()), (color.redF(), color.greenF(), color.blueF()), strict=True)
    mixed = QColor(ground)
    mixed.setRgbF(*(low + (high - low) * part for low, high in pairs))
    return mixed


def _luminance(color: QColor) -> float:
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (color.redF(), color.greenF(), color.blueF()))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
