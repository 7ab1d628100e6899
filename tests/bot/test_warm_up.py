"""What the actions read once is read before the first member writes."""

import subprocess
import sys

READ = """
from bot.actions.__main__ import warm_up
from bot.actions.faq import entries
from bot.actions.further_questions import questions
from bot.actions.texts import _responses
warm_up()
print([read.cache_info().currsize for read in (_responses, entries, questions)])
"""


def test_texts_and_answers_are_read_at_the_start() -> None:
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[1, 1, 1]"
