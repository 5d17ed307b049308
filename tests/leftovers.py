"""What a window test may leave behind by mistake: top-level widgets, running timers, child processes."""

import gc
import os
from pathlib import Path

__all__ = ["children", "empty_clipboard", "set_aside", "windows_and_timers"]

_OWNED_BY_QT = {"QTipLabel"}  # one tooltip window, which Qt keeps and deletes itself


def set_aside() -> None:
    """Leave out from now on what Python holds already: looking through a million objects twice took most of a window test's time."""
    gc.collect()  # only what the test before made; what lies aside is not looked at
    gc.freeze()


def empty_clipboard() -> None:
    """Take away what a test copied: without a display Qt frees it after Python's end, and what Python made of it takes the process down then."""
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


def windows_and_timers() -> set[str]:
    """Return the top-level widgets and running timers that exist after Qt has deleted what it was told to delete."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return set()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    found = _alive()
    if found:
        gc.collect()  # a reference cycle in Python may be all that keeps it
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        found = _alive()
    return found


def _alive() -> set[str]:
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import Shiboken

    widgets = [widget for widget in QApplication.topLevelWidgets() if widget.metaObject().className() not in _OWNED_BY_QT]
    # by type(): isinstance would ask objects of other libraries for their __class__, and some warn
    objects = gc.get_objects()
    kinds = {kind for kind in set(map(type, objects)) if issubclass(kind, QTimer)}  # asked once for each type, not for each object
    timers = [thing for thing in objects if type(thing) in kinds and Shiboken.isValid(thing) and thing.isActive()]
    left: list[QObject] = [*widgets, *timers]
    return {f"{thing.metaObject().className()} {thing.objectName()!r} at {Shiboken.getCppPointer(thing)[0]:#x}" for thing in left}


def children(settle_ms: int = 0, known: frozenset[str] | set[str] = frozenset()) -> set[str]:
    """Return the child processes of this one that are not known already; empty where there is no /proc.

    Args:
        settle_ms: How long a child may take to end, in milliseconds, while Qt handles its events.
    """
    found = _children() - known
    if found and settle_ms:
        from PySide6.QtCore import QDeadlineTimer
        from PySide6.QtTest import QTest

        deadline = QDeadlineTimer(settle_ms)
        while found and not deadline.hasExpired():
            QTest.qWait(10)
            found = _children() - known
    return found


def _children() -> set[str]:
    numbers = {pid for task in Path("/proc/self/task").glob("*/children") for pid in task.read_text().split()}
    return {f"process {pid} ({_command(pid)})" for pid in numbers if int(pid) != os.getpid()}


def _command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip() or "ended, not waited for"
    except OSError:
        return "ended"
