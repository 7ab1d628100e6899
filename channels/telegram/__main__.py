"""``python -m channels.telegram``."""

import sys

from channels.telegram.run import main

if __name__ == "__main__":
    sys.exit(main())
