"""Turn a theme's tokens into Qt's palette, for what the style sheet leaves to Fusion: check marks, arrows, selections."""

from PySide6.QtGui import QColor, QPalette

from designer.ui.theme_tokens import ThemeTokens

__all__ = ["palette"]

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "panel_header",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_muted",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "text_on_accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "text_on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.ToolTipBase: "tooltip",
    QPalette.ColorRole.ToolTipText: "text_on_tooltip",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.Light: "panel",
    QPalette.ColorRole.Midlight: "border_faint",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "shadow",
}

_DISABLED_ROLES = {
    QPalette.ColorRole.WindowText: "text_disabled",
    QPalette.ColorRole.Text: "text_disabled",
    QPalette.ColorRole.ButtonText: "text_disabled",
    QPalette.ColorRole.Base: "field_disabled",
    QPalette.ColorRole.Highlight: "accent_disabled",
}


def palette(tokens: ThemeTokens) -> QPalette:
    """Return the palette of a theme."""
    result = QPalette()
    for role, name in _ROLES.items():
        result.setColor(role, QColor(tokens.colors[name]))
    for role, name in _DISABLED_ROLES.items():
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.colors[name]))
    return result
