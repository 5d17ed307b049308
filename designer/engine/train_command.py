"""The command `train`: a run with a progress bar instead of a window.

Torch is imported only once the options are known to be right, and after its threads were told how to wait.
"""

from __future__ import annotations

import dataclasses
import json
import sys

from designer.engine.threads import usable_cores, wait_passively
from designer.engine.train_options import TrainOptions
from designer.network.architecture import Architecture
from designer.network.errors import DesignerError, EditError
from designer.network.file_format import load_file

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def run(options: TrainOptions) -> int:
    """Train, and return the exit status: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl+C after writing the weights."""
    try:
        architecture = load_file(options.file)
    except DesignerError as error:
        return _complain(error, FAILED)
    try:
        architecture = _with_settings(architecture, options)
    except EditError as error:
        return _complain(error, WRONG_USAGE)
    wait_passively()
    import torch

    from designer.engine.terminal_run import TerminalRun

    torch.set_num_threads(options.threads or usable_cores())
    try:
        run = TerminalRun(architecture, options)
        finished = run.train()
    except DesignerError as error:
        return _complain(error, FAILED)
    except torch.OutOfMemoryError as error:
        return _complain(DesignerError(f"the device's memory is full; a smaller batch may fit ({str(error).splitlines()[0]})"), FAILED)
    if options.json:
        print(json.dumps(run.result(), allow_nan=False))
    return DONE if finished else INTERRUPTED


def _with_settings(architecture: Architecture, options: TrainOptions) -> Architecture:
    """Return the architecture with the settings that were given.

    Raises:
        EditError: A value is outside its limits; the option is named.
    """
    training = architecture.training
    for option, (name, value) in options.settings().items():
        try:
            training = training.change(name, value)
        except EditError as error:
            raise EditError(f"{option}: {error}") from error
    return dataclasses.replace(architecture, training=training)


def _complain(error: DesignerError, status: int) -> int:
    for line in str(error).splitlines():
        print(f"error: {line}", file=sys.stderr)
    return status
