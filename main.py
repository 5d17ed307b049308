"""Start CNN Designer from a checkout: `python main.py`, with the same words as the installed `cnn-designer`."""

import sys

from designer.cli import main

if __name__ == "__main__":
    sys.exit(main())
