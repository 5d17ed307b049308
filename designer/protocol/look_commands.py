"""Messages to the worker about looking inside: imperatives."""

from __future__ import annotations

from designer.protocol.command import Command


class ChangeWeights(Command, frozen=True):
    """Give a part of a block's weights other values; answered by `WeightsChanged` or `CommandFailed`, not while a run is on.

    Args:
        number: Told back by the answer.
        block: Id of the block.
        weight: Name of its tensor: ``weight``, ``bias``.
        filter: Place along the tensor's first axis: a filter, or a dense unit; none: all of them.
        channel: Place along its second axis; none: all of the filter, or of all filters.
        values: float32, as many as that part has, row by row.
    """

    number: int
    block: str
    weight: str
    filter: int | None
    channel: int | None
    values: bytes


class AskWhy(Command, frozen=True):
    """Tell what in the probe speaks for a class, by the weights of the moment that is on the screen: the present, or one of a run's past.

    Answered by `WhyAnswered` or `WhyEnded`, before that by `WhyTold` now and then.

    Args:
        number: Of the question, chosen by the window, told back by the answers; a new one ends the one before.
        method: ``saliency``, ``integrated``, ``gradcam`` or ``occlusion``.
        block: With Grad-CAM: id of the block whose maps are weighed.
        target: The class; none: the one that the network takes the probe for.
        steps: With integrated gradients: pictures between black and the probe, 8 to 256.
        patch: With occlusion: side of the square that hides a part, in pixels of the input.
        stride: With occlusion: how far it moves, in pixels of the input.
    """

    number: int
    method: str
    block: str = ""
    target: int | None = None
    steps: int = 64
    patch: int = 5
    stride: int = 2


class FindExciting(Command, frozen=True):
    """Find the pictures on which one map reaches its highest values; answered by `ExcitingFound` or `WhyEnded`, before that by `ExcitingTold`.

    Args:
        number: As in `AskWhy`; a new search ends the one before.
        block: Whose map.
        channel: Which of its maps; of a vector which of its values.
        architecture: The document as a `.cnn` text: says which data is needed. What is searched with is the network on the screen.
        part: ``training``, ``validation`` or ``test``.
        count: How many pictures, 1 to 60.
        side_px: The longest side of a picture that is sent.
        data_root: Folder with downloaded data sets, or none.
    """

    number: int
    block: str
    channel: int
    architecture: str
    part: str = "test"
    count: int = 9
    side_px: int = 96
    data_root: str | None = None


class CancelWhy(Command, frozen=True):
    """End a question or a search; answered by `WhyEnded`."""

    number: int


class ShowPicture(Command, frozen=True):
    """Show the maps of a picture of one's own; answered by `ProbeChosen` of the part ``own``.

    It is fitted to the input block and normalised as the pictures that are trained with. A picture of the same name as the one before is that
    one, drawn further: it stays shifted and covered as it is.

    Args:
        pixels: uint8, rows from the top, 0 black and 255 full brightness.
        shape: Height, width and channels: 1 grey, 3 red, green, blue.
        about: What it is called.
    """

    pixels: bytes
    shape: tuple[int, int, int]
    about: str


class ChangeProbe(Command, frozen=True):
    """Show the picture that is shown otherwise, in pixels of the input block; answered by `ProbeChosen`. Another picture starts unchanged.

    Args:
        shift: Down and right; what comes in from the edge is black.
        occluded: Top, left, height and width of what is covered, after the shift; the network sees 0 there. None: nothing is.
    """

    shift: tuple[int, int] = (0, 0)
    occluded: tuple[int, int, int, int] | None = None


class FindPicture(Command, frozen=True):
    """Show the nearest picture of a class, in the probe's part; answered by `ProbeChosen`.

    Args:
        label: Number of the class.
        step: 1: the next one, −1: the one before; counted around.
    """

    label: int
    step: int = 1
