import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from designer.resources import resource
from designer.ui.style_sheet import Look, set_invalid, set_look, style_sheet
from designer.ui.theme import GROUPS, Theme, ThemeChoice, Themes
from designer.ui.theme_tokens import ThemeError, color_table, read_tokens

THEMES = ("light", "dark", "high-contrast")
GROUNDS = ("window", "panel", "panel_header", "card", "card_selected", "selection", "field", "button", "chip", "hover", "canvas")


def luminance(color: QColor) -> float:
    """WCAG 2.2, "relative luminance"."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, first: str, second: str) -> float:
    low, high = sorted(luminance(theme.color(name)) for name in (first, second))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    return Theme(read_tokens(request.param))


def test_contrast_follows_the_definition(qapp: QApplication) -> None:
    theme = Theme(read_tokens("high-contrast"))
    assert contrast(theme, "text", "window") == pytest.approx(21.0)
    assert contrast(theme, "text", "text") == pytest.approx(1.0)


def test_text_is_readable_on_every_ground(theme: Theme) -> None:
    too_weak = {(t, g): round(contrast(theme, t, g), 2) for t in ("text", "text_muted") for g in GROUNDS if contrast(theme, t, g) < 4.5}
    assert not too_weak


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text_on_accent", "accent"),
        ("text_on_accent", "accent_hover"),
        ("text_on_accent", "accent_pressed"),
        ("text_on_output", "group_output"),
        ("text_on_tooltip", "tooltip"),
        ("text", "pressed"),
        ("link", "panel"),
        ("link", "panel_header"),
        ("code_text", "code_background"),
        ("code_result", "code_background"),
        ("code_muted", "code_background"),
        ("cell_text", "cell"),
        ("cell_text", "cell_highlight"),
        ("plot_axis", "plot_background"),
        ("text_muted", "card_waiting"),
        ("stale", "card"),
        ("map_label", "map_label_outline"),
    ],
)
def test_special_text_is_readable_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(theme, text, ground) >= 4.5


@pytest.mark.parametrize("severity", ["error", "warning", "ok", "info"])
def test_messages_are_readable(theme: Theme, severity: str) -> None:
    for ground in ("panel", "card", "card_selected", "field", f"{severity}_background"):
        assert contrast(theme, severity, ground) >= 4.5, ground
    assert contrast(theme, "text", f"{severity}_background") >= 4.5


@pytest.mark.parametrize("group", GROUPS)
def test_group_marks_stand_out_on_cards(theme: Theme, group: str) -> None:
    for ground in ("card", "card_selected", "card_waiting", "button", "panel", "canvas"):
        assert contrast(theme, f"group_{group}", ground) >= 3.0, ground


@pytest.mark.parametrize("curve", ["curve_training", "curve_validation", *(f"run_{number}" for number in range(1, 9))])
def test_curves_stand_out(theme: Theme, curve: str) -> None:
    assert contrast(theme, curve, "plot_background") >= 3.0


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        ("wire", "canvas"),
        ("wire_highlight", "canvas"),
        ("wire_refused", "canvas"),
        ("port_border", "card"),
        ("selection_outline", "canvas"),
        ("focus", "panel"),
        ("focus", "panel_header"),
        ("control", "field"),
        ("receptive_field", "receptive_field_outline"),
    ],
)
def test_marks_stand_out(theme: Theme, mark: str, ground: str) -> None:
    assert contrast(theme, mark, ground) >= 3.0


def test_high_contrast_deserves_its_name(qapp: QApplication) -> None:
    theme = Theme(read_tokens("high-contrast"))
    assert min(contrast(theme, text, ground) for text in ("text", "text_muted") for ground in GROUNDS) >= 7.0


def test_dark_accent_carries_dark_text(qapp: QApplication) -> None:
    theme = Theme(read_tokens("dark"))
    assert luminance(theme.color("text_on_accent")) < luminance(theme.color("accent"))


@pytest.mark.parametrize(
    ("name", "colors"),
    [
        ("light", {"input": "#68707d", "convolution": "#0072b2", "activation": "#d55e00", "pooling": "#009e73", "dense": "#a66f00"}),
        ("light", {"normalise": "#7a5cc0", "merge": "#7a5cc0", "output": "#ee3377"}),
        ("dark", {"input": "#9aa3b0", "convolution": "#4aa8e0", "activation": "#f08a4b", "pooling": "#2fbf95", "dense": "#d9a441"}),
        ("dark", {"normalise": "#a892e6", "merge": "#a892e6", "output": "#ff6fa3"}),
    ],
)
def test_group_colors_are_the_agreed_ones(qapp: QApplication, name: str, colors: dict[str, str]) -> None:
    theme = Theme(read_tokens(name))
    assert {group: theme.group_color(group).name() for group in colors} == colors


def test_themes_name_the_same_colors() -> None:
    light = read_tokens("light")
    for name in THEMES:
        assert read_tokens(name).colors.keys() == light.colors.keys()
        assert read_tokens(name).px.keys() == light.px.keys()


def test_every_color_is_six_digits() -> None:
    for name in THEMES:
        assert [value for value in read_tokens(name).colors.values() if not re.fullmatch(r"#[0-9a-f]{6}", value)] == []


def test_unknown_name_is_answered_with_a_near_one(theme: Theme) -> None:
    with pytest.raises(ThemeError, match=r"text_mutd.*did you mean.*text_muted"):
        theme.color("text_mutd")
    with pytest.raises(ThemeError, match="radius"):
        theme.px("radiuss")
    with pytest.raises(ThemeError, match="font"):
        theme.font("bodi")


def test_colors_and_fonts_are_copies(theme: Theme) -> None:
    theme.color("text").setAlpha(0)
    theme.font("body").setPixelSize(99)
    assert theme.color("text").alpha() == 255
    assert theme.font("body").pixelSize() == read_tokens(theme.name).fonts["body"].size


def test_color_takes_an_opacity(theme: Theme) -> None:
    assert theme.color("accent", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)


def test_code_font_has_digits_of_one_width(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font("code"))
    assert metrics.horizontalAdvance("iiii1") == metrics.horizontalAdvance("WW−00")


def test_color_maps_fit_an_indexed_image(theme: Theme) -> None:
    image = QImage(bytes([0, 255, 128, 0]), 2, 2, 2, QImage.Format.Format_Indexed8)
    image.setColorTable(theme.color_table("diverging"))
    low, high, middle = image.pixelColor(0, 0), image.pixelColor(1, 0), image.pixelColor(0, 1)
    assert low.blue() > low.red()
    assert high.red() > high.blue()
    assert luminance(middle) > 5 * max(luminance(low), luminance(high))


def test_viridis_grows_lighter_with_the_value() -> None:
    levels = [luminance(QColor.fromRgba(value)) for value in color_table("sequential")]
    assert len(levels) == 256
    assert all(after > before - 0.001 for before, after in pairwise(levels))  # 8 bits a channel round a little


def test_unknown_color_map_is_refused() -> None:
    with pytest.raises(ThemeError, match="colour map"):
        color_table("rainbow")


def test_choice_is_in_force_at_once(qtbot: QtBot) -> None:
    themes = Themes(ThemeChoice.LIGHT)
    with qtbot.waitSignal(themes.changed) as changed:
        themes.choose(ThemeChoice.DARK)
    assert changed.args == [themes.current()]
    assert themes.current().is_dark
    with qtbot.assertNotEmitted(themes.changed):
        themes.choose(ThemeChoice.DARK)


def test_system_is_followed_until_something_is_chosen(qapp: QApplication) -> None:
    system = "dark" if qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    themes = Themes()
    assert themes.current().name == system
    themes.choose(ThemeChoice.HIGH_CONTRAST)
    assert themes.current().name == "high-contrast"
    themes.choose(ThemeChoice.SYSTEM)
    assert themes.current().name == system


def test_on_change_shows_now_and_later(qapp: QApplication) -> None:
    themes, seen = Themes(ThemeChoice.LIGHT), []
    themes.on_change(lambda theme: seen.append(theme.name))
    themes.choose(ThemeChoice.DARK)
    assert seen == ["light", "dark"]


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Themes]:
    before = (qapp.palette(), qapp.font(), qapp.styleSheet(), qapp.style().name())
    themes = Themes(ThemeChoice.LIGHT)
    themes.apply_to(qapp)
    yield themes
    qapp.styleHints().unsetColorScheme()
    qapp.setStyleSheet(before[2])
    qapp.setStyle(before[3])
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


def test_application_is_dressed_live(qtbot: QtBot, dressed: Themes) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(100, 30)
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST):
        dressed.choose(choice)
        ground = field.grab().toImage().pixelColor(50, 15)
        assert ground == dressed.current().color("field")


def test_looks_reach_the_screen(qtbot: QtBot, dressed: Themes) -> None:
    button, label = QPushButton(), QLabel("section")
    for widget in (button, label):
        qtbot.addWidget(widget)
    button.resize(80, 30)
    set_look(button, Look.PRIMARY)
    set_look(label, Look.SECTION)
    assert button.grab().toImage().pixelColor(40, 15) == dressed.current().color("accent")
    label.ensurePolished()
    assert label.font().pixelSize() == dressed.current().font("section").pixelSize()
    assert label.font().capitalization() == dressed.current().font("section").capitalization()


def test_invalid_field_is_red_and_right_again(qtbot: QtBot, dressed: Themes) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(100, 30)
    set_invalid(field, True)
    assert field.grab().toImage().pixelColor(50, 15) == dressed.current().color("error_background")
    set_invalid(field, False)
    assert field.grab().toImage().pixelColor(50, 15) == dressed.current().color("field")


def test_number_in_a_spin_box_has_room_at_both_sides(qtbot: QtBot, dressed: Themes) -> None:
    box = QSpinBox()
    qtbot.addWidget(box)
    box.resize(100, 26)
    box.show()
    space = dressed.current().px("space")
    field = box.lineEdit().geometry()
    assert space <= field.left() <= 2 * space
    assert space <= box.width() - field.right() - 1 <= 2 * space


def test_focus_is_visible(qtbot: QtBot, dressed: Themes) -> None:
    field, other = QLineEdit(), QLineEdit()
    for widget in (field, other):
        qtbot.addWidget(widget)
        widget.resize(100, 30)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    theme = dressed.current()
    edge = [field.grab().toImage().pixelColor(50, y) for y in range(theme.px("focus_ring"))]
    assert edge == [theme.color("focus")] * theme.px("focus_ring")
    assert other.grab().toImage().pixelColor(50, 0) == theme.color("border")


@pytest.mark.parametrize("name", THEMES)
def test_style_sheet_has_no_open_places_and_names_existing_files(name: str) -> None:
    sheet = style_sheet(read_tokens(name), "Monospace")
    assert "$" not in sheet
    assert not re.search(r"-\d+px;", re.sub(r"margin: [^;]+;", "", sheet)), "a size went below 0"
    files = re.findall(r'url\("([^"]+)"\)', sheet)
    assert files
    assert all(Path(file).is_file() for file in files)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("glyph", "token"), [("check", "text_on_accent"), ("chevron", "text_muted")])
def test_glyphs_have_the_colors_of_their_theme(name: str, glyph: str, token: str) -> None:
    drawing = resource("themes", "glyphs", f"{glyph}-{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}", drawing)) == {read_tokens(name).colors[token]}
