"""Questions to the worker: one pixel, asked with every frame, of which only the newest answer counts."""

import pytest
from pytestqt.qtbot import QtBot

from designer.protocol.commands import AnyCommand, ExplainPixel
from designer.ui.arithmetic.questions import PixelQuestions
from designer.ui.maps.pointed import PointedValue
from tests.ui.arithmetic.samples import convolution, explained
from tests.ui.maps.frames import exact, frame, ramp

PIXEL = PointedValue("conv2", 5, 4, 6)


class Post:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[ExplainPixel] = []

    def send(self, command: AnyCommand) -> None:
        assert isinstance(command, ExplainPixel)
        self.sent.append(command)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def questions(qtbot: QtBot, post: Post) -> PixelQuestions:
    return PixelQuestions(post.send)


def drawn(step: int) -> object:
    return frame(exact("conv2", ramp(16, 10, 10)), step=step)


def test_a_pixel_is_asked_about_with_the_newest_frame(questions: PixelQuestions, post: Post) -> None:
    questions.show_frame(drawn(7))  # type: ignore[arg-type]  # a frame
    assert post.sent == []
    questions.ask(PIXEL)
    assert post.sent == [ExplainPixel(number=1, frame=8, block="conv2", channel=5, row=4, column=6)]


def test_it_is_followed_from_frame_to_frame_once_it_is_answered(questions: PixelQuestions, post: Post, qtbot: QtBot) -> None:
    questions.ask(PIXEL)
    questions.show_frame(drawn(1))  # type: ignore[arg-type]  # a frame
    questions.show_frame(drawn(2))  # type: ignore[arg-type]  # a frame
    assert len(post.sent) == 1, "the worker is not asked twice at once"
    with qtbot.waitSignal(questions.explained):
        questions.hear(explained(convolution(), number=1, frame=1))
    qtbot.waitUntil(lambda: len(post.sent) == 2)
    assert (post.sent[1].number, post.sent[1].frame) == (2, 3), "two frames came meanwhile"


def test_older_answers_and_those_after_the_end_are_ignored(questions: PixelQuestions, post: Post, qtbot: QtBot) -> None:
    questions.ask(PIXEL)
    questions.ask(PIXEL._replace(row=5))
    with qtbot.assertNotEmitted(questions.explained):
        questions.hear(explained(convolution(), number=1))
    questions.clear()
    with qtbot.assertNotEmitted(questions.explained):
        questions.hear(explained(convolution(), number=2))
    questions.show_frame(drawn(3))  # type: ignore[arg-type]  # a frame
    assert len(post.sent) == 2 and questions.pixel is None
