"""Thumbnails: every block a box in its place, every wire a line that passes the boxes, all within the picture."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from designer.network.architecture import Architecture
from designer.network.templates import load_template, template_names
from designer.ui.files.template_picture import TemplatePicture
from designer.ui.files.template_plan import PicturePlan, best_plan
from designer.ui.theme import Theme, ThemeChoice, Themes

SIZE = QSizeF(268, 72)
LONGEST = 16.0


def plan_of(name: str) -> PicturePlan:
    return best_plan(load_template(name), SIZE.width() / LONGEST, SIZE.height() / LONGEST)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Themes(ThemeChoice.LIGHT).current()


@pytest.mark.parametrize("name", template_names())
def test_no_box_covers_another_and_wires_run_onwards(name: str) -> None:
    architecture, plan = load_template(name), plan_of(name)
    assert set(plan.boxes) == {block.id for block in architecture.blocks}
    assert len(set(plan.boxes.values())) == len(plan.boxes)
    for source, target in architecture.wires:
        assert plan.boxes[source][:2] < plan.boxes[target][:2], "first by line, then by column"
    assert all(part.start[0] < part.end[0] for part in plan.parts)


@pytest.mark.parametrize("name", template_names())
def test_lines_do_not_overlap(name: str) -> None:
    plan = plan_of(name)
    reach: dict[int, list[float]] = {}
    for line, _, track in plan.boxes.values():
        reach.setdefault(line, []).append(plan.tops[line] + track)
    assert all(max(reach[line]) + 1 < min(reach[line + 1]) for line in range(len(reach) - 1))
    assert min(reach[0]) >= 0 and max(reach[len(reach) - 1]) + 1 <= plan.tracks


@pytest.mark.parametrize("name", template_names())
def test_all_of_it_is_within_the_picture(name: str) -> None:
    picture = TemplatePicture(load_template(name), SIZE, LONGEST)
    for path in (picture.wires, *picture.boxes.values()):
        bounds = path.boundingRect()  # that of a straight wire has no height, so `contains` would deny it
        assert bounds.left() >= 0 and bounds.top() >= 0 and bounds.right() <= SIZE.width() and bounds.bottom() <= SIZE.height()
    groups = {block.spec.GROUP.value for block in load_template(name).blocks}
    assert set(picture.boxes) == groups


def test_wires_pass_the_boxes_of_other_blocks() -> None:
    """A skip connection goes aside; only where it leaves and arrives it is behind boxes."""
    plan = plan_of("resnet18")
    arcs = [part for part in plan.parts if part.arc]
    assert len(arcs) == 5, "ResNet-18 has eight skip connections, three of them with a convolution"
    for part in plan.parts:
        between = [(column, track) for line, column, track in plan.boxes.values() if line == part.line and part.start[0] < column < part.end[0]]
        if not part.arc:
            along = part.end[1] if part.turns_early else part.start[1]
            assert all(track != along for _, track in between)


def test_branches_lie_side_by_side() -> None:
    plan = plan_of("googlenet")
    first = [plan.boxes[f"inception3a_{branch}"] for branch in ("1x1", "3x3_reduce", "5x5_reduce", "pool")]
    assert len({(line, column) for line, column, _ in first}) == 1
    assert len({track for _, _, track in first}) == 4


def test_a_short_chain_is_one_line_and_a_long_one_is_broken() -> None:
    assert {line for line, _, _ in plan_of("lenet5").boxes.values()} == {0}
    lines = {line for line, _, _ in plan_of("mobilenet_v2").boxes.values()}
    assert lines == set(range(len(lines))) and len(lines) > 2


def test_a_line_begins_only_where_one_block_feeds_it() -> None:
    for name in template_names():
        architecture, plan = load_template(name), plan_of(name)
        for line in range(1, len(plan.tops)):
            feeding = {source for source, target in architecture.wires if plan.boxes[source][0] < line <= plan.boxes[target][0]}
            assert len(feeding) == 1, (name, line)


def test_loose_blocks_and_one_alone_are_drawn_too() -> None:
    lenet = load_template("lenet5")
    for architecture in (Architecture(blocks=lenet.blocks, wires=lenet.wires[:5]), Architecture(blocks=lenet.blocks[:1])):
        picture = TemplatePicture(architecture, SIZE, LONGEST)
        assert sum(len(path.toSubpathPolygons()) for path in picture.boxes.values()) == len(architecture.blocks)


@pytest.mark.parametrize("ratio", [1, 2])
def test_boxes_have_the_colors_of_their_groups_at_any_scale(theme: Theme, ratio: int) -> None:
    picture = TemplatePicture(load_template("resnet18"), SIZE, LONGEST)
    image = QImage((SIZE * ratio).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color("card"))
    painter = QPainter(image)
    picture.paint(painter, QPointF(), theme)
    painter.end()
    for group, path in picture.boxes.items():
        middle = path.toSubpathPolygons()[0].boundingRect().center() * ratio
        assert image.pixelColor(int(middle.x()), int(middle.y())) == theme.group_color(group)
    if ratio == 2:  # at 1 a wire of one px lies between two rows of pixels
        seen = {image.pixelColor(x, y).name() for x, y in itertools.product(range(image.width()), range(image.height()))}
        assert theme.color("wire").name() in seen
