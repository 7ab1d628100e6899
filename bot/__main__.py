"""``python -m bot run …``: Rasa's own command line, without TensorFlow where the configuration does not use it."""

import gc
import sys
from pathlib import Path

from bot.without_tensorflow import leave_out, needs_tensorflow

if not needs_tensorflow(Path("config.yml")):
    leave_out()

if "train" in sys.argv[1:2]:
    gc.disable()  # it looked through all examples again and again: a quarter of Rasa's own time, for 15 MB

from rasa.__main__ import main

if __name__ == "__main__":
    main()
