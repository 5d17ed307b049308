"""Messages to the worker about comparing: what the frames' maps are laid beside."""

from __future__ import annotations

from designer.protocol.command import Command


class ComparePictures(Command, frozen=True):
    """Keep the picture that is shown now: from now on frames carry its maps too, in `MapsDrawn.beside`, whichever picture is shown next.

    What was compared with before is let go.
    """


class CompareRun(Command, frozen=True):
    """Carry the maps too that another run, or another moment of this one, makes of the same picture; or `CommandFailed`, and all stays as it is.

    Args:
        folder: The run's, as the worker knows it.
        step: One that its history keeps; none: its best weights, or the last where it has no best.
    """

    folder: str
    step: int | None = None


class EndComparison(Command, frozen=True):
    """Compare with nothing any more."""
