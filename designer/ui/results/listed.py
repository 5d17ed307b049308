"""The pictures behind a number, as they come in portions."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from designer.protocol.events import ListedPicture, PicturesListed
from designer.ui.data.seeing import picture_image


@dataclass
class Listed:
    """Pictures that came so far.

    Args:
        total: How many there are in all.
    """

    part: str = "validation"
    epoch: int = 0
    run: int = 0
    total: int = 0
    pictures: list[ListedPicture] = field(default_factory=list)
    images: list[QImage] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all have come."""
        return len(self.pictures) >= self.total

    def take(self, event: PicturesListed) -> None:
        """Add a portion; one that begins anew replaces what was there."""
        if event.first != len(self.pictures):
            if event.first:  # of a list that is gone
                return
            self.pictures, self.images = [], []
        if not event.first:
            self.pictures, self.images = [], []
        self.part, self.epoch, self.run, self.total = event.part, event.epoch, event.run, event.total
        self.pictures += event.pictures
        self.images += [picture_image(picture.picture) for picture in event.pictures]
        if not event.pictures:
            self.total = len(self.pictures)

    def indices(self) -> tuple[int, ...]:
        """Return the positions of the pictures in their part."""
        return tuple(picture.index for picture in self.pictures)
