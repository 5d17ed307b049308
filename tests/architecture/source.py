"""The source of the program and its tests, for all that look at it."""

import ast
from functools import cache
from pathlib import Path

__all__ = ["ROOT", "called", "calls", "parsed", "python_files", "relative"]

ROOT = Path(__file__).resolve().parents[2]


@cache
def python_files(folder: str) -> tuple[Path, ...]:
    """Return the modules below a folder of the tree."""
    return tuple(sorted((ROOT / folder).rglob("*.py")))


def relative(path: Path) -> str:
    """Return a path as it is written in the documents."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """Return what a module says; it is not kept, for Python would search the millions of parts of all of them again and again for garbage."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def calls(path: Path) -> frozenset[str]:
    """Return the names of all that a module calls."""
    return frozenset(called(part) for part in ast.walk(parsed(path)) if isinstance(part, ast.Call))


def called(call: ast.Call) -> str:
    """Return what a call names: ``time.sleep``; of what is no name, only what follows: ``….sleep``."""
    names, part = [], call.func
    while isinstance(part, ast.Attribute):
        names.append(part.attr)
        part = part.value
    return ".".join([part.id if isinstance(part, ast.Name) else "…", *reversed(names)])
