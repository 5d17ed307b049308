"""Make Qt's style sheet from a theme, and mark widgets for it.

The rules are `resources/themes/style.qss`: a template whose ``${accent}`` is a colour and ``${px_radius}`` a size of the
theme. A widget gets another look than its class has by `set_look`.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from designer.resources import resource
from designer.ui.theme_tokens import ThemeTokens

__all__ = ["Look", "set_invalid", "set_look", "style_sheet"]


class Look(StrEnum):
    """The looks that a widget can be given, beside the one of its class.

    A look brings its font: a font set by `QWidget.setFont` is lost once the style sheet has a rule for the widget.
    """

    PRIMARY = "primary"
    """A push or tool button filled with the accent: the one thing to do here."""
    QUIET = "quiet"
    """A button without a border until it is hovered."""
    ICON = "icon"
    """An outlined tool button that is only an icon."""
    LINK = "link"
    """A button that reads as a link."""
    CHIP = "chip"
    """A tool button with round ends, as in the toolbar."""
    STATUS = "status"
    """A flat button that reads as text of the status bar."""
    ENTRY = "entry"
    """A palette entry: a faintly outlined row."""
    TITLE = "title"
    """A label: the name of the document or of a panel."""
    HEADING = "heading"
    """A label: the largest text, as on an empty screen."""
    STRONG = "strong"
    """A label in bold."""
    MUTED = "muted"
    """A label in the quieter text colour."""
    SMALL = "small"
    """A label that is small and quiet."""
    SECTION = "section"
    """A label that is a small group title in capitals."""
    ERROR = "error"
    """A label in the colour of errors."""
    WARNING = "warning"
    """A label in the colour of warnings."""
    OK = "ok"
    """A label in the colour of success."""
    CODE = "code"
    """A label or text view: formulas and numbers, monospaced, on the code ground."""
    PANEL = "panel"
    """A frame with the panel's ground."""
    HEADER = "header"
    """A frame or label that is the grey strip above a panel."""
    CANVAS = "canvas"
    """A frame with the canvas's ground."""
    POPUP = "popup"
    """A frame that floats above the window."""
    BAR = "bar"
    """The toolbar: a frame with a line under it."""


def set_look(widget: QWidget, look: Look) -> None:
    """Give the widget a look; costs nothing when it already has it."""
    _set_property(widget, "look", look.value)


def set_invalid(widget: QWidget, invalid: bool) -> None:
    """Draw a field as wrong (red) or as right again; say the reason beside it, colour alone is not enough."""
    _set_property(widget, "invalid", invalid)


def set_icons_only(bar: QWidget, icons_only: bool) -> None:
    """Show the icons of a tab bar's tabs, and the title of the one in front alone; or all titles."""
    _set_property(bar, "iconsOnly", icons_only)


def _set_property(widget: QWidget, name: str, value: object) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is dressed once, when it is first shown
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


@cache
def _template() -> Template:
    return Template(resource("themes", "style.qss").read_text(encoding="utf-8"))


def style_sheet(tokens: ThemeTokens, code_family: str) -> str:
    """Return the style sheet of a theme.

    Args:
        tokens: The theme's colours and sizes.
        code_family: The monospaced font family.

    Raises:
        KeyError: The template names a token that the theme does not have.
    """
    sizes = {f"px_{name}": str(value) for name, value in {**tokens.px, **_derived(tokens.px)}.items()}
    fonts = {f"font_{name}": str(font.size) for name, font in tokens.fonts.items()}
    letters = {f"letter_{name}": f"{font.letter_spacing:g}" for name, font in tokens.fonts.items()}
    names = {"theme": tokens.name, "glyphs": resource("themes", "glyphs").as_posix(), "code_family": code_family}
    return _template().substitute({**tokens.colors, **sizes, **fonts, **letters, **names})


def _derived(px: Mapping[str, int]) -> dict[str, int]:
    """Return the sizes that Qt wants otherwise than the theme says them: without border and padding."""
    frame = 2 * px["border"]
    padded = frame + 2 * px["space_xs"]
    thicker = px["focus_ring"] - px["border"]
    return {
        "toolbar_inner": px["toolbar_height"] - px["border"],
        "tab_inner": px["tab_height"] - px["tab_underline"],
        "tab_scroller": 2 * px["target"],
        "dock_title_inner": px["dock_title_height"] - px["border"],
        "field_inner": px["field_height"] - padded,
        "button_inner": px["button_height"] - padded,
        "chip_inner": px["chip_height"] - padded,
        "entry_inner": px["palette_entry_height"] - frame,
        "quiet_inner": px["target"] - frame,
        "icon_inner": px["button_height"] - frame,
        "icon_inner_focus": px["button_height"] - 2 * px["focus_ring"],
        "quiet_pad": (px["target"] - px["icon"] - frame) // 2,
        "check_inner": px["check"] - frame,
        "check_radius": px["check"] // 2,
        "radio_ring": px["check"] // 3,
        "radio_inner": px["check"] - 2 * (px["check"] // 3),
        "menu_item": px["target"] - 2 * px["space_s"],
        "slider_radius": px["slider_handle"] // 2,
        "slider_overhang": (px["slider_handle"] - px["slider_groove"]) // 2,
        "progress_radius": px["progress_height"] // 2,
        "scroll_radius": px["scroll_handle"] // 2,
        **{f"{name}_focus": px[name] - thicker for name in ("space_xs", "space_s", "space", "space_l")},
    }
