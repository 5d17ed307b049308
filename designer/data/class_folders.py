"""Which class and part each file of a data set in folders belongs to, by its path alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from designer.data.dataset import Split
from designer.data.decode import SUFFIXES
from designer.data.trees import shown

_PARTS = {
    "train": Split.TRAIN, "training": Split.TRAIN,
    "validation": Split.VALIDATION, "validate": Split.VALIDATION, "valid": Split.VALIDATION, "val": Split.VALIDATION, "dev": Split.VALIDATION,
    "test": Split.TEST, "testing": Split.TEST,
}  # fmt: skip
_SILENT = {"thumbs.db", "desktop.ini", "icon\r"}


@dataclass(frozen=True)
class Member:
    """One picture file.

    Attributes:
        name: Its path in the tree.
        key: Its path in the data set, what its part is cut by: without a folder that holds all others.
        label: Position of its class.
        part: The part that it came in, or none.
    """

    name: str
    key: str
    label: int
    part: Split | None


@dataclass(frozen=True)
class Arrangement:
    """What the folders mean.

    Attributes:
        classes: Names of the folders of classes, in their natural order.
        members: The picture files.
        ignored: Files that belong to no class or are no pictures by their name, a sentence each.
    """

    classes: tuple[str, ...]
    members: tuple[Member, ...]
    ignored: tuple[str, ...]


def arrange(names: Sequence[str]) -> Arrangement:
    """Find classes and parts in the paths of all files."""
    top = _top([name.split("/") for name in names if is_picture(name)])
    paths = {name: name.split("/")[top:] for name in names}
    in_parts = _has_parts([parts for parts in paths.values() if parts and is_picture(parts[-1])])
    found: list[tuple[str, str, str, Split | None]] = []
    ignored: list[str] = []
    for name, parts in paths.items():
        if name.split("/")[-1].lower() in _SILENT:
            continue
        split = _PARTS.get(parts[0].lower()) if in_parts and parts else None
        inner = parts[1:] if in_parts else parts
        if in_parts and split is None:
            ignored.append(f"{shown(name)}: in none of the folders train, validation and test")
        elif len(inner) < 2:
            ignored.append(f"{shown(name)}: in no folder of a class")
        elif not is_picture(parts[-1]):
            ignored.append(f"{shown(name)}: no picture by its name")
        else:
            found.append((name, "/".join(parts), inner[0], split))
    classes = natural_order({folder for _, _, folder, _ in found})
    labels = {folder: label for label, folder in enumerate(classes)}
    return Arrangement(classes, tuple(Member(name, key, labels[folder], split) for name, key, folder, split in found), tuple(ignored))


def is_picture(name: str) -> bool:
    """Tell by a file's name whether it is to be opened as a picture."""
    return name.lower().endswith(SUFFIXES)


def natural_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return names sorted; as numbers where all are numbers.

    >>> natural_order({"10", "9", "0"}), natural_order({"dog", "cat"})
    (('0', '9', '10'), ('cat', 'dog'))
    """
    listed = list(names)
    numbers = all(name.isascii() and name.isdecimal() for name in listed)
    return tuple(sorted(listed, key=lambda name: (int(name), name) if numbers else (0, name)))


def _top(pictures: Sequence[Sequence[str]]) -> int:
    """Return how many folders hold everything else and mean nothing: archives often have one."""
    depth = 0
    while True:
        folders = {parts[depth] if len(parts) > depth + 1 else "" for parts in pictures}
        only = folders.pop() if len(folders) == 1 else ""
        if not only or only.lower() in _PARTS or max(len(parts) for parts in pictures) < depth + 3:
            return depth
        depth += 1


def _has_parts(pictures: Sequence[Sequence[str]]) -> bool:
    """Tell whether the upper folders are parts; a class may be called train too, but then pictures lie in it and not folders."""
    direct, deep, others = 0, 0, False
    for parts in pictures:
        split = _PARTS.get(parts[0].lower()) if len(parts) > 1 else None
        others = others or split is None
        if split is Split.TRAIN:
            direct, deep = direct + (len(parts) == 2), deep + (len(parts) > 2)
    if direct or deep:
        return deep > direct
    return not others and all(len(parts) > 2 for parts in pictures)
