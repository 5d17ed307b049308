import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from designer.resources import resource
from designer.ui.icons import application_icon, icon, icon_names, pixmap
from designer.ui.theme import GROUPS, Theme
from designer.ui.theme_tokens import ThemeError, read_tokens


@pytest.fixture(params=["light", "dark", "high-contrast"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    return Theme(read_tokens(request.param))


def coverage(image: QImage) -> float:
    painted = sum(image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height()))
    return painted / (image.width() * image.height())


def test_every_group_and_severity_has_an_icon() -> None:
    assert icon_names() >= {*GROUPS, "error", "warning", "ok", "info", "app", "waiting"}


def test_groups_are_told_apart_without_color(qapp: QApplication) -> None:
    drawings = {bytes(pixmap(group, QColor(0, 0, 0), 16).toImage().constBits()) for group in GROUPS}
    assert len(drawings) == len(GROUPS)


def test_every_icon_draws_something_in_the_color_asked_for(theme: Theme) -> None:
    color = theme.color("group_activation")
    for name in icon_names() - {"app"}:
        image = pixmap(name, color, 24).toImage()
        assert 0.02 < coverage(image) < 0.95, name
        strongest = max((image.pixelColor(x, y) for x in range(24) for y in range(24)), key=QColor.alpha)
        assert abs(strongest.red() - color.red()) + abs(strongest.green() - color.green()) + abs(strongest.blue() - color.blue()) < 12, name


def test_icons_name_no_color() -> None:
    for name in icon_names() - {"app"}:
        assert "#" not in resource("icons", f"{name}.svg").read_text(encoding="utf-8"), name


def test_icon_is_drawn_anew_for_fine_screens(theme: Theme) -> None:
    fine = pixmap("convolution", theme.color("text"), 16, 2.0)
    assert (fine.width(), fine.devicePixelRatio()) == (32, 2.0)
    assert fine.deviceIndependentSize().width() == 16
    coarse = pixmap("convolution", theme.color("text"), 16).toImage().scaled(32, 32)
    assert fine.toImage() != coarse


def test_icons_for_buttons_are_whole(theme: Theme) -> None:
    assert not icon("play", theme.color("text")).pixmap(16, 16).isNull()
    assert {size.width() for size in application_icon().availableSizes()} >= {16, 32, 256}


def test_unknown_icon_is_answered_with_a_near_one(theme: Theme) -> None:
    with pytest.raises(ThemeError, match=r"undoo.*did you mean.*undo"):
        pixmap("undoo", theme.color("text"), 16)
