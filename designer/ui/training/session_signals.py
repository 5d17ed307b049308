"""What training tells the window: every signal of the session in one list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

__all__ = ["SessionSignals"]


class SessionSignals(QObject):
    """Declare the signals; where nothing else is said, they carry the worker's event of that name."""

    state_changed = Signal(object)
    run_started = Signal(object)
    steps_done = Signal(object)
    progress_told = Signal(object)
    epoch_finished = Signal(object)
    step_made = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    """A run could not begin or go on; says why."""
    broke_off = Signal(str)
    """The worker died while a run was on; says how."""
    stalled = Signal(str)
    """A run is on and gets no further for long; says how long; empty: it gets on again."""
    rate_set = Signal(str)
    """The run that is on goes on with another learning rate; a sentence."""
    worker_ready = Signal(object)
    worker_died = Signal(str)
    frame_drawn = Signal(object)
    """A snapshot of the probe's maps; acknowledged to the worker when all listeners have taken it."""
    edited_since = Signal(object)
    dataset_changed = Signal(object)
    loading_told = Signal(object)
    """The document's data set is being loaded; how far that is."""
    data_needed = Signal(object)
    """Train was pressed and the data waits for a word: to open a path, or to download; carries the `DatasetStatus`."""
    datasets_described = Signal(object)
    classes_told = Signal(object)
    """Names of the data set's classes, a tuple; empty: not known."""
    picture_asked = Signal()
    """A picture of the data set was asked for; what is still being drawn must not push it out again."""
    probe_chosen = Signal(object)
    network_shown = Signal(object)
    network_refused = Signal(object)
    weights_reset = Signal()
    weights_saved = Signal(object)
    problems_in_the_way = Signal()
    """Train was pressed and the network has errors."""
    pace_changed = Signal(object)
    device_changed = Signal(str)
    told = Signal(str)
    """One sentence for the status line."""
    logged = Signal(str)
