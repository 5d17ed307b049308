"""Training in several processes: one leader, rank 0, that speaks to the window, and ranks that do as it says.

::

    window ⇄ leader (rank 0) ── standard input: life-line ──▶ rank 1, rank 2, …
                  └──────── torch.distributed: instructions, gradients, figures ──────┘

The leader tells what comes next before each piece of work (`channel`); every rank computes its share of the batch (`shares`), and torch's
`DistributedDataParallel` averages the gradients (`stepping`). Evaluation, maps, files and messages are the leader's alone.
"""
