"""The command `sweep`: many runs over chosen settings, each an ordinary run; Optuna decides what to try next.

Several processes may work at one sweep by sharing a journal. What a trial takes depends on the document's seed, the trial's number and the results
known by then, not on which process makes it.
"""

from __future__ import annotations

import json
from importlib.util import find_spec

from designer.engine.sweep_options import SweepOptions
from designer.engine.sweep_ranges import DEFAULT_RANGES, parse_span
from designer.engine.threads import prepare_for_torch, usable_cores
from designer.engine.train_command import DONE, FAILED, INTERRUPTED, WRONG_USAGE, complain, with_settings
from designer.network.errors import DesignerError, EditError
from designer.network.file_format import load_file

NO_OPTUNA = "a sweep needs Optuna, which is not installed; install it with: pip install 'cnn-designer[sweep]'"


def run(options: SweepOptions) -> int:
    """Make the trials, and return the exit status: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl+C after writing the weights."""
    if find_spec("optuna") is None:
        return complain(DesignerError(NO_OPTUNA), FAILED)
    try:
        architecture = load_file(options.file)
    except DesignerError as error:
        return complain(error, FAILED)
    try:
        architecture = with_settings(architecture, options.of_training())
        spans = [parse_span(text, architecture) for text in options.over or DEFAULT_RANGES]
    except EditError as error:
        return complain(error, WRONG_USAGE)
    prepare_for_torch()
    import torch

    from designer.engine.sweep_work import Sweep

    torch.set_num_threads(options.threads or usable_cores())
    sweep = Sweep(architecture, spans, options)
    try:
        finished = sweep.work()
    except DesignerError as error:
        return complain(error, FAILED)
    if options.json:
        print(json.dumps(sweep.to_json(), allow_nan=False))
    if not finished:
        return INTERRUPTED
    return DONE if sweep.best() else complain(DesignerError("no trial was completed"), FAILED)
