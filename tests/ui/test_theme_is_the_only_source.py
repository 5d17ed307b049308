"""Colours and sizes come from the theme's files only, and what is asked of them exists."""

import re
from pathlib import Path

import designer.ui
from designer.ui.icons import icon_names
from designer.ui.theme_tokens import read_tokens

UI = Path(designer.ui.__path__[0])

COLOR_LITERAL = re.compile(
    r"#[0-9a-fA-F]{6}\b|QColor\(\s*[\"'\d]|QColor\.fromRgb|Qt\.GlobalColor\.(?!transparent)|set(?:Pixel|Point)SizeF?\(\s*\d"
    r"|set(?:Fixed|Minimum|Maximum)(?:Width|Height|Size)\(\s*[1-9]\d{0,4}\b"
)


def sources() -> list[Path]:
    return sorted(UI.rglob("*.py"))


def test_the_search_for_literals_finds_some() -> None:
    for line in ('QColor("red")', "QColor(255, 0, 0)", 'pen("#aabbcc")', "label.setFixedWidth(120)", "Qt.GlobalColor.red", "font.setPixelSize(12)"):
        assert COLOR_LITERAL.search(line)
    for line in ("QColor(color)", "Qt.GlobalColor.transparent", 'self.setFixedWidth(theme.px("target"))', "bar.setMinimumHeight(0)"):
        assert not COLOR_LITERAL.search(line)


def test_no_color_or_size_outside_the_theme() -> None:
    found = [
        f"{path.relative_to(UI)}:{number}: {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if COLOR_LITERAL.search(line)
    ]
    assert found == []


def test_names_asked_of_the_theme_exist() -> None:
    tokens = read_tokens("light")
    known = {"color": tokens.colors, "px": tokens.px, "font": tokens.fonts}
    unknown = [
        f"{path.relative_to(UI)}: {kind}({name})"
        for path in sources()
        for kind, name in re.findall(r"theme\w*(?:\(\))?(?:\.current\(\))?\.(color|px|font)\(\"(\w+)\"", path.read_text(encoding="utf-8"))
        if name not in known[kind]
    ]
    assert unknown == []


def test_icons_asked_for_exist() -> None:
    call = re.compile(r"\b(?:icon|pixmap|IconButton)\(\s*\"([\w-]+)\"")
    asked = {(path.name, name) for path in sources() for name in call.findall(path.read_text(encoding="utf-8"))}
    assert asked
    assert {name for _, name in asked} - icon_names() == set()
