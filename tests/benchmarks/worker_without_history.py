"""A worker that keeps no history of its runs: what the history costs is measured against it."""

import sys

from designer.runs import history

if __name__ == "__main__":  # importing it changes nothing: pytest does, for examples in its text
    history.MOST_BYTES = 0  # before the recorder takes it as its default: with so little room it keeps nothing
    from designer.cli import main

    sys.exit(main(["worker"]))
