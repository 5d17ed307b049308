"""Where the user's own files lie: runs, recovery journals, data sets, settings, log.

All under ``$CNN_DESIGNER_HOME``, else in the folder that the system has for a program's data. Nobody else computes these paths.
"""

import os
from pathlib import Path

import platformdirs

__all__ = ["data_folder", "home", "log_folder", "recovery_folder", "runs_folder", "settings_file"]

_VARIABLE = "CNN_DESIGNER_HOME"


def home() -> Path:
    """Return the user's folder, absolute; it is not made."""
    chosen = os.environ.get(_VARIABLE, "")
    return Path(chosen).expanduser().absolute() if chosen else Path(platformdirs.user_data_dir("cnn-designer", appauthor=False))


def runs_folder() -> Path:
    """Return the folder of the runs, made where it is missing."""
    return _made("runs")


def recovery_folder() -> Path:
    """Return the folder of the documents' journals, made where it is missing."""
    return _made("recovery")


def data_folder() -> Path:
    """Return the folder of downloaded data sets, made where it is missing."""
    return _made("data")


def log_folder() -> Path:
    """Return the folder of the log, made where it is missing."""
    return _made("log")


def settings_file() -> Path:
    """Return the file of the window's settings; nothing is made."""
    return home() / "settings.ini"


def _made(name: str) -> Path:
    folder = home() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
