"""The parts of a run's data wherever they fit: on the device, as bytes, or prepared ahead of training batch by batch.

All three give the same bits. Which one it is follows from the memory that is free; see `designer.data.prepared.Form`.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import torch
from torch import Tensor

from designer.data.dataset import Split
from designer.data.picture_files import FilePictures
from designer.data.preparation import Preparation
from designer.data.prepared import Form, PreparedData
from designer.data.raw import Labels, Prepared
from designer.engine.augmentation import brightness_of
from designer.engine.decoders import Decoders
from designer.engine.evaluation import Part, Pictures, Positions
from designer.engine.results import TrainingParts

MOST_AHEAD_BYTES = 512 * 2**20
MOST_DECODERS = 8
RESIDENT_SHARE = 0.4
"""Share of a graphics card's free memory that the pictures may take to lie there."""


def training_parts(data: PreparedData, device: torch.device) -> TrainingParts:
    """Return the three parts of a data set for a run on this device."""
    source = _Source(data)
    train, validation, test = (pictures_of(data, split, device, source) for split in Split)
    return TrainingParts(train, validation, test, brightness=brightness_of(data.preparation))


def pictures_of(data: PreparedData, split: Split, device: torch.device, source: _Source | None = None) -> Pictures:
    """Return one part of a data set, on this device or on its way there."""
    labels = torch.from_numpy(data.labels(split)).to(device)
    if data.form is Form.PREPARED:
        part = {Split.TRAIN: lambda: data.train, Split.VALIDATION: lambda: data.validation, Split.TEST: lambda: data.test}[split]()
        images = torch.from_numpy(part.images)
        return Part(images.to(device), labels) if _fits(4 * _values(data), device) else HostPart(images, labels, device)
    if data.form is Form.RAW:
        images = torch.from_numpy(data.raw(split))
        return RawPart(images.to(device) if _fits(_values(data), device) else images, labels, data.preparation)
    return StreamedPart(labels, (source or _Source(data)).of(split))


def close_parts(parts: TrainingParts) -> None:
    """End the processes that read pictures for a run, if there are any."""
    for part in (parts.train, parts.validation, parts.test):
        if isinstance(part, StreamedPart):
            part.close()


class HostPart:
    """Prepared pictures that do not fit the device: they travel there batch by batch, ahead of their use.

    Args:
        images: float32 ``(N, C, H, W)``, in the processor's memory.
        labels: int64 ``(N,)``, on the device.
    """

    def __init__(self, images: Tensor, labels: Tensor, device: torch.device) -> None:
        self.images = images
        self.labels = labels
        self._device = device

    def batches(self, positions: Sequence[Positions]) -> Iterator[tuple[Tensor, Tensor]]:
        """Send the next batch while the last one is computed."""
        ahead: deque[tuple[Tensor, Tensor]] = deque()
        for part in positions:
            images = self.images[part] if isinstance(part, slice) else self.images.index_select(0, part.cpu())
            ahead.append((to_device(images, self._device), _chosen(self.labels, part)))
            if len(ahead) > 1:
                yield ahead.popleft()
        yield from ahead


class RawPart:
    """Pictures held as bytes; a batch is converted where it is used, to the bits that preparing gives.

    Args:
        images: uint8 ``(N, C, H, W)``, or ``(N, 1, H, W)`` of grey pictures for a coloured input; on the device or not.
        labels: int64 ``(N,)``, on the device.
    """

    def __init__(self, images: Tensor, labels: Tensor, preparation: Preparation) -> None:
        self.images = images
        self.labels = labels
        self._channels = preparation.channels
        # a tensor, for torch multiplies by the reciprocal of a plain number on some devices: another rounding
        self._divisor = torch.tensor(float(preparation.divisor), device=labels.device)
        numbers = (preparation.mean, preparation.std) if preparation.normalize == "standard" else ()
        self._standard = [torch.tensor(values, dtype=torch.float32, device=labels.device).view(-1, 1, 1) for values in numbers]

    def batches(self, positions: Sequence[Positions]) -> Iterator[tuple[Tensor, Tensor]]:
        """Cut out bytes and convert them."""
        for part in positions:
            raw = self.images[part] if isinstance(part, slice) else self.images.index_select(0, part.to(self.images.device))
            yield self._prepared(to_device(raw, self.labels.device)), _chosen(self.labels, part)

    def _prepared(self, raw: Tensor) -> Tensor:
        images = raw.to(torch.float32).div_(self._divisor)
        if images.shape[1] != self._channels:
            images = images.repeat(1, self._channels, 1, 1)
        if self._standard:
            mean, std = self._standard
            images.sub_(mean).div_(std)
        return images


class StreamedPart:
    """Pictures that are prepared ahead of their use, by threads or by processes.

    Args:
        labels: int64 ``(N,)``, on the device.
    """

    def __init__(self, labels: Tensor, reader: _Reader) -> None:
        self.labels = labels
        self._reader = reader

    def batches(self, positions: Sequence[Positions]) -> Iterator[tuple[Tensor, Tensor]]:
        """Prepare some batches ahead, and give them in their order.

        Raises:
            DataError: A picture's file cannot be read any more; it is named.
        """
        numbers = np.arange(len(self.labels))
        coming: deque[tuple[Future[Prepared], Positions]] = deque()
        threads = ThreadPoolExecutor(self._reader.at_once, "ahead")
        try:
            for part in positions:
                indices = numbers[part] if isinstance(part, slice) else part.cpu().numpy()
                coming.append((threads.submit(self._reader.read, indices), part))
                if len(coming) > self._reader.batches_ahead(len(indices)):
                    yield self._next(coming)
            while coming:
                yield self._next(coming)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the processes."""
        self._reader.close()

    def _next(self, coming: deque[tuple[Future[Prepared], Positions]]) -> tuple[Tensor, Tensor]:
        future, part = coming.popleft()
        return to_device(torch.from_numpy(future.result()), self.labels.device), _chosen(self.labels, part)


class _Reader:
    """Prepares pictures of one part.

    Attributes:
        at_once: How many batches may be prepared at a time.
    """

    def __init__(self, read: Callable[[Labels], Prepared], at_once: int, picture_bytes: int, close: Callable[[], None]) -> None:
        self.read = read
        self.at_once = at_once
        self.close = close
        self._picture_bytes = picture_bytes

    def batches_ahead(self, pictures: int) -> int:
        """Return how many batches of this size are prepared before they are needed."""
        return min(2 * self.at_once, max(1, MOST_AHEAD_BYTES // max(1, pictures * self._picture_bytes)))


class _Source:
    """Makes the readers of the parts of one data set; they share their processes."""

    def __init__(self, data: PreparedData) -> None:
        self._data = data
        self._decoders: Decoders | None = None

    def of(self, split: Split) -> _Reader:
        """Return what prepares pictures of a part."""
        data, store = self._data, self._data.dataset.images
        positions = data.dataset.splits[split]
        picture_bytes = 4 * _values(data) // max(1, len(store))
        if not isinstance(store, FilePictures):
            return _Reader(lambda indices: store.prepared(positions[indices], data.preparation), 1, picture_bytes, _nothing)
        count = max(1, min(MOST_DECODERS, (os.cpu_count() or 1) - 1))
        decoders = self._decoders = self._decoders or Decoders(store, data.preparation, count)
        return _Reader(lambda indices: decoders.prepared(positions[indices]), count, picture_bytes, decoders.close)


def to_device(batch: Tensor, device: torch.device) -> Tensor:
    """Bring a batch to the device; to a graphics card without waiting for it."""
    if batch.device == device or device.type == "cpu":
        return batch.to(device)
    return batch.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else batch.to(device)


def _chosen(labels: Tensor, part: Positions) -> Tensor:
    return labels[part] if isinstance(part, slice) else labels.index_select(0, part)


def _values(data: PreparedData) -> int:
    channels, height, width = data.preparation.shape
    return len(data.dataset.images) * channels * height * width


def _fits(count: int, device: torch.device) -> bool:
    """Tell whether so many bytes may lie on the device."""
    return device.type != "cuda" or count <= torch.cuda.mem_get_info(device)[0] * RESIDENT_SHARE


def _nothing() -> None:
    """Close nothing."""
