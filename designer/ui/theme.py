"""What everything looks like: the theme that is in force, and the choice among themes.

Nothing else in the window names a colour or a size. A widget takes `Themes` in its constructor, asks `Themes.current()`
while it builds or paints, and repaints on `Themes.changed`.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication

from designer.ui.style_sheet import style_sheet
from designer.ui.theme_palette import palette
from designer.ui.theme_tokens import ThemeError, ThemeTokens, color_table, read_tokens

__all__ = ["GROUPS", "Theme", "ThemeChoice", "Themes"]

GROUPS = ("input", "convolution", "activation", "pooling", "dense", "normalise", "merge", "output")
"""The block groups that have a colour (``group_…``) and an icon of their own."""


class Theme:
    """Give the colours, sizes and fonts of one theme by name.

    Every accessor raises `ThemeError` for an unknown name. Colours and fonts are copies: the caller may change them.
    """

    def __init__(self, tokens: ThemeTokens) -> None:
        self.tokens = tokens
        self._colors = {name: QColor(value) for name, value in tokens.colors.items()}
        self._fonts: dict[str, QFont] = {}

    @property
    def name(self) -> str:
        """Return ``light``, ``dark`` or ``high-contrast``."""
        return self.tokens.name

    @property
    def is_dark(self) -> bool:
        """Return whether light text stands on a dark ground."""
        return self.tokens.is_dark

    def color(self, name: str, alpha: float | None = None) -> QColor:
        """Return a colour.

        Args:
            name: A key of ``colors`` in the theme's file.
            alpha: Opacity from 0 to 1 instead of the opaque colour.
        """
        try:
            color = QColor(self._colors[name])
        except KeyError:
            raise ThemeError("colour", name, self._colors) from None
        if alpha is not None:
            color.setAlphaF(alpha)
        return color

    def group_color(self, group: str) -> QColor:
        """Return the colour of a block group, one of `GROUPS`."""
        return self.color(f"group_{group}")

    def px(self, name: str) -> int:
        """Return a size in device-independent px."""
        try:
            return self.tokens.px[name]
        except KeyError:
            raise ThemeError("size", name, self.tokens.px) from None

    def font(self, name: str) -> QFont:
        """Return a font: the system's own family, or its monospaced one, at the theme's size."""
        if name not in self._fonts:
            self._fonts[name] = self._make_font(name)
        return QFont(self._fonts[name])

    def color_table(self, name: str) -> list[int]:
        """Return the 256 colours of a colour map for `QImage.setColorTable`; see `theme_tokens.color_table`."""
        return list(color_table(name))

    def _make_font(self, name: str) -> QFont:
        if name not in self.tokens.fonts:
            raise ThemeError("font", name, self.tokens.fonts)
        token = self.tokens.fonts[name]
        system = QFontDatabase.SystemFont.FixedFont if token.family == "code" else QFontDatabase.SystemFont.GeneralFont
        font = QFont(QFontDatabase.systemFont(system))
        if token.family == "code":
            font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(token.size)
        font.setWeight(QFont.Weight(token.weight))
        if token.letter_spacing:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, token.letter_spacing)
        if token.uppercase:
            font.setCapitalization(QFont.Capitalization.AllUppercase)
        return font


class ThemeChoice(StrEnum):
    """What a person can choose; the value is what the settings keep."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


@cache
def _theme(name: str) -> Theme:
    return Theme(read_tokens(name))


class Themes(QObject):
    """Know which theme is in force, follow the system until told otherwise, and dress the application.

    One is made by the application and passed to whoever paints.
    """

    changed = Signal(object)
    """Another theme is in force; carries the `Theme`."""

    def __init__(self, choice: ThemeChoice = ThemeChoice.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._application: QApplication | None = None
        hints = QGuiApplication.styleHints()
        self._current = _theme(_theme_name(choice, hints))
        hints.colorSchemeChanged.connect(self._follow)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._follow)

    def current(self) -> Theme:
        """Return the theme that is in force."""
        return self._current

    def choice(self) -> ThemeChoice:
        """Return what was chosen."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Put another theme in force at once; emits `changed` if it differs."""
        self._choice = choice
        if self._application is not None:
            _tell_system(choice)
        self._follow()

    def apply_to(self, application: QApplication) -> None:
        """Dress the application in the theme, now and at every change.

        Fusion draws under the style sheet, so that the program looks the same on every desktop.
        """
        self._application = application
        application.setStyle("fusion")
        _tell_system(self._choice)
        self._current = _theme(_theme_name(self._choice, QGuiApplication.styleHints()))
        self._dress()

    def on_change(self, show: Callable[[Theme], object]) -> None:
        """Call ``show`` with the theme now and at every change; ``show`` is a bound method of a `QObject`."""
        show(self._current)
        self.changed.connect(show)

    def _follow(self, *_: object) -> None:
        theme = _theme(_theme_name(self._choice, QGuiApplication.styleHints()))
        if theme is self._current:
            return
        self._current = theme
        self._dress()
        self.changed.emit(theme)

    def _dress(self) -> None:
        if self._application is None:
            return
        self._application.setPalette(palette(self._current.tokens))
        if self._application.font() != self._current.font("body"):  # the same in every theme, and not free to set again
            self._application.setFont(self._current.font("body"))
        self._application.setStyleSheet(style_sheet(self._current.tokens, self._current.font("code").family()))


def _theme_name(choice: ThemeChoice, hints: QStyleHints) -> str:
    if choice is not ThemeChoice.SYSTEM:
        return choice.value
    if hasattr(hints, "accessibility") and hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high-contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _tell_system(choice: ThemeChoice) -> None:
    """Let title bars and native dialogs follow the choice where the platform can."""
    hints = QGuiApplication.styleHints()
    if choice is ThemeChoice.SYSTEM:
        hints.unsetColorScheme()
    elif choice is ThemeChoice.LIGHT:
        hints.setColorScheme(Qt.ColorScheme.Light)
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark)
