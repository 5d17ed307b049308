"""The rooms that need neither Qt nor torch, and a guard that keeps both from their tests."""

import builtins
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

__all__ = ["FORBIDDEN", "ROOMS", "is_pure", "without_qt_and_torch"]

ROOMS = ("network", "data", "runs", "protocol")
FORBIDDEN = ("torch", "PySide6", "shiboken6", "pyqtgraph")


def is_pure(path: Path) -> bool:
    """Tell whether a test file is of one of these rooms."""
    return path.is_relative_to(Path(__file__).parent) and path.relative_to(Path(__file__).parent).parts[0] in ROOMS


@contextmanager
def without_qt_and_torch() -> Iterator[None]:
    """Refuse imports of Qt and torch from the program and its tests: other tests of this process have loaded both long ago."""
    usual = builtins.__import__

    def guarded(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        importing = str((globals or {}).get("__name__", ""))
        if not level and name.partition(".")[0] in FORBIDDEN and importing.startswith(("designer.", "tests.")):
            raise ImportError(f"{importing} imports {name}: the pure rooms and their tests need neither Qt nor torch")
        return usual(name, globals, locals, fromlist or (), level)

    builtins.__import__ = guarded
    try:
        yield
    finally:
        builtins.__import__ = usual
