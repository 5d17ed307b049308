"""Open the window: the one place where Qt is started, and the last resort for what nobody expected."""

import gc
import sys

from designer.startup import window_problem

__all__ = ["open_window"]

NO_DISPLAY = 2


def open_window(path: str | None, data_root: str | None, command: str = "cnn-designer") -> int:
    """Show the window and return the exit status once it is closed.

    Args:
        path: The network to open; None opens what was open last, or the first template.
        data_root: The folder that holds data sets which do not ship with the program.
        command: What the user typed to start the program.
    """
    problem = window_problem(command=command)
    if problem is not None:
        print(problem, file=sys.stderr)
        return NO_DISPLAY
    gc.disable()  # start-up makes much and drops little; the window collects at quiet moments
    from designer.ui import application

    return application.run(path, data_root)
