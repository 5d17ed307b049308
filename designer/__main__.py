"""Start CNN Designer as `python -m designer`; the worker is started this way too."""

import sys

from designer.cli import main

if __name__ == "__main__":
    sys.exit(main())
