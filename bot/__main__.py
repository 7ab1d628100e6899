"""``python -m bot run …``: Rasa's own command line, without TensorFlow where the configuration does not use it."""

from pathlib import Path

from bot.without_tensorflow import leave_out, needs_tensorflow

if not needs_tensorflow(Path("config.yml")):
    leave_out()

from rasa.__main__ import main

if __name__ == "__main__":
    main()
