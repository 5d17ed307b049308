"""MNIST: 60,000 training and 10,000 test pictures of handwritten digits, 28×28 pixels."""

from __future__ import annotations

from pathlib import Path

from designer.data.dataset import Dataset, DatasetInfo
from designer.data.sources.idx_folder import load_idx_folder, locate_idx_folder
from designer.data.sources.source import Availability, Source

INFO = DatasetInfo("mnist", "MNIST", tuple("0123456789"), (1, 28, 28))


def _locate(data_root: Path | None) -> Availability:
    return locate_idx_folder(INFO.name, data_root)


def _load(data_root: Path | None) -> Dataset:
    return load_idx_folder(INFO, data_root)


SOURCE = Source(INFO, _locate, _load)
