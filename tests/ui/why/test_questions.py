from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.templates import load_template, template_names
from designer.protocol.errors import ProtocolError
from designer.protocol.events import SeenPicture
from designer.ui.maps.colors import Palette
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.why.answers import ReasonMoment, decode_exciting, decode_reason
from designer.ui.why.overlay import enlarged, overlay_image, scale_for
from designer.ui.why.questions import Square, WhyQuestion, blocks_with_maps, default_block, square_of
from tests.ui.why.conftest import GREY, answered, found

MOMENT = ReasonMoment(0, 0, 1)


@pytest.mark.parametrize(
    ("name", "block"), [("lenet5", "conv2"), ("mlp", ""), ("nin", "conv9"), ("resnet18", "b4_2_conv2"), ("vgg11", "conv8"), ("googlenet", "")]
)
def test_grad_cam_begins_with_the_last_convolution(name: str, block: str) -> None:
    analysis = analyse(load_template(name))
    chosen = default_block(analysis)
    if name == "mlp":
        assert chosen == "" and blocks_with_maps(analysis) == ()
        return
    report = analysis.reports[chosen]
    assert report.block.spec.type_name == "conv2d" and report.output_shape is not None and report.output_shape[1] > 1
    later = blocks_with_maps(analysis)[blocks_with_maps(analysis).index(chosen) + 1 :]
    assert all(analysis.reports[other].block.spec.type_name != "conv2d" for other in later)
    if name == "lenet5":
        assert chosen == block


def test_every_template_offers_blocks_on_the_way_to_the_classes() -> None:
    for name in template_names():
        analysis = analyse(load_template(name))
        blocks = blocks_with_maps(analysis)
        assert analysis.input_id not in blocks
        assert all(len(analysis.reports[block].output_shape or ()) == 3 for block in blocks)


def test_an_empty_network_offers_nothing() -> None:
    assert default_block(analyse(Architecture())) == ""


def test_squares_fit_every_picture() -> None:
    for side in range(1, 300):
        patches = [square_of(square, (1, side, side + 5)) for square in Square]
        assert patches == sorted(patches)
        assert all(1 <= stride <= patch <= side for patch, stride in patches)
    assert square_of(Square.LARGE, None) == (1, 1)


@pytest.mark.parametrize(
    "changes",
    [{"values": b"\0" * 8}, {"shape": (0, 28)}, {"values": b"\0" * 4 * 28 * 27}, {"target": 10}, {"predicted": -1}, {"probabilities": b"\0" * 41},
     {"picture": SeenPicture(size=(28, 28, 2), pixels=GREY.pixels)}],
)  # fmt: skip
def test_an_answer_whose_sizes_disagree_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError):
        decode_reason(answered(1, **changes), WhyQuestion(), MOMENT)


def test_pictures_whose_sizes_disagree_are_refused() -> None:
    told = found(1)
    assert len(decode_exciting(told, MOMENT).images) == 9
    broken = SeenPicture(size=(27, 28, 1), pixels=GREY.pixels)
    with pytest.raises(ProtocolError):
        decode_exciting(found(1, pictures=(type(told.pictures[0])(index=0, label=0, value=1.0, place=(0, 0), field=None, picture=broken),)), MOMENT)


def test_a_map_is_enlarged_without_new_extremes_and_keeps_its_place() -> None:
    values = np.zeros((5, 5), np.float32)
    values[1, 3] = 1
    large = enlarged(values, 30, 30)
    assert large.shape == (30, 30) and large.min() >= 0 and large.max() <= 1
    row, column = np.unravel_index(large.argmax(), large.shape)
    assert (int(row) // 6, int(column) // 6) == (1, 3)
    assert np.allclose(enlarged(np.full((3, 4), 2.5, np.float32), 28, 28), 2.5)
    assert enlarged(values, 5, 5) is values


def test_zero_is_in_the_middle_of_a_signed_map_and_at_the_end_of_another() -> None:
    values = np.array([[-1.0, 3.0]], np.float32)
    signed, plain = scale_for(values, True, Palette.HEAT), scale_for(np.abs(values), False, Palette.HEAT)
    assert (signed.palette, signed.common_range) == (Palette.DIVERGING, (-3.0, 3.0))
    assert (plain.palette, plain.common_range) == (Palette.HEAT, (0.0, 3.0))
    assert scale_for(np.full((1, 1), np.nan, np.float32), False, Palette.HEAT).common_range == (0.0, 0.0)


def test_colours_follow_the_values(qapp: object) -> None:
    theme = Themes(ThemeChoice.LIGHT).current()
    values = np.array([[0.0, 1.0], [np.nan, 0.5]], np.float32)
    image = overlay_image(values, scale_for(values, False, Palette.GREY), theme, 2, 2)
    assert image.pixelColor(0, 0).value() == 0 and image.pixelColor(1, 0).value() == 255
    assert image.pixelColor(0, 1) == theme.color("nan") and 120 < image.pixelColor(1, 1).value() < 136


def test_a_question_is_a_value() -> None:
    assert replace(WhyQuestion(), target=3) == WhyQuestion(target=3)
