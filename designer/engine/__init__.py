"""Builds, trains, probes: torch, never Qt; `worker` is the process the window speaks to, `train_command` the command line's.

::

    worker ─► session ─► run_session ─► training ─► network ─► layers
                 └─► frames ─► quantise      └─► evaluation, step_figures
    train_command ─────────► run_setup, run_record
"""
