"""A folder, or a zip of one, that holds a folder of pictures for each class, with or without parts above them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from designer.data.class_folders import Arrangement, arrange
from designer.data.dataset import Dataset, DatasetInfo
from designer.data.errors import DataError
from designer.data.picture_files import read_files
from designer.data.progress import Watch
from designer.data.splits import cut_what_is_missing, fingerprint, key_digest, shared_pictures
from designer.data.trees import Tree, open_tree, shown

_WANTED = "expected a folder for each class with pictures in it, or train, validation and test with such folders"


def declare_folder(path: Path) -> DatasetInfo:
    """Return classes and number of the picture files, by their paths alone.

    Raises:
        DataError: It cannot be listed, or holds no classes.
    """
    tree, arrangement = _listed(path)
    return _info(path, tree, arrangement, len(arrangement.members), (0, 0, 0))


def load_folder(path: Path, watch: Watch, most_bytes: int | None = None) -> Dataset:
    """Read all pictures; what cannot be read is skipped and listed.

    Args:
        path: The folder, or the zip.
        watch: Is told of every few files.
        most_bytes: How much of pictures is held in memory; none: a share of what is free.

    Raises:
        DataError: It cannot be listed, or fewer than two classes have pictures that can be read.
    """
    tree, arrangement = _listed(path)
    members = arrangement.members
    read = read_files(tree, [member.name for member in members], watch, most_bytes)
    skipped = tuple(sorted((*read.skipped, *arrangement.ignored, *tree.refused)))
    kept = [members[place] for place in read.kept]
    labels = np.array([member.label for member in kept], dtype=np.int64)
    empty = [name for label, name in enumerate(arrangement.classes) if label not in set(labels.tolist())]
    if len(arrangement.classes) - len(empty) < 2:
        why = f"; {len(skipped):,} files could not be read, the first: {skipped[0]}" if skipped else ""
        raise DataError(f"{shown(str(path))}: found pictures of {len(arrangement.classes) - len(empty)} class; at least 2 are needed{why}")
    info = _info(path, tree, arrangement, len(kept), read.largest)
    splits, parting = cut_what_is_missing([key_digest(member.key) for member in kept], labels, [member.part for member in kept])
    notes = [f"no picture of {shown(name)} could be read" for name in empty] + list(shared_pictures(read.digests, splits))
    return Dataset(
        info, read.store, labels, splits, fingerprint(info.classes, info.shape, read.digests, labels, splits), skipped,
        parting.replace("SHA-256", "the SHA-256 of their paths"), read.smallest, tuple(notes),
    )  # fmt: skip


def _listed(path: Path) -> tuple[Tree, Arrangement]:
    tree = open_tree(path)
    arrangement = arrange(tree.names)
    if len(arrangement.classes) < 2:
        first = next(iter((*arrangement.ignored, *tree.refused)), "")
        found = f"found {len(arrangement.classes)} folder of a class" if arrangement.classes else "found no folder of a class"
        raise DataError(f"{shown(str(path))}: {found}{f' ({first})' if first else ''}; {_WANTED}")
    return tree, arrangement


def _info(path: Path, tree: Tree, arrangement: Arrangement, count: int, shape: tuple[int, int, int]) -> DatasetInfo:
    return DatasetInfo(str(path), shown(path.stem), arrangement.classes, shape, count, availability=f"read from {shown(str(tree.root))}")
