"""The quick reading of a model's domain gives what Rasa's own reading gives."""

import subprocess
import sys
from pathlib import Path

from tests.support.running import ROOT

# In a process of its own: Rasa warns about its own age while it is imported. Its reading takes long, so it reads once.
COMPARE = """
import sys
from pathlib import Path
from bot.without_tensorflow import leave_out
leave_out()
from rasa.shared.core.domain import Domain
from bot.domain_loading import read_domain
stored = Path(sys.argv[1]) / "domain.yml"
written = Domain.load("domain.yml")
written.persist(stored)
ours, quick = read_domain(Path("domain.yml")), read_domain(stored)
assert ours.fingerprint() == quick.fingerprint() == written.fingerprint()
assert ours.action_names_or_texts == quick.action_names_or_texts == written.action_names_or_texts
assert quick.as_dict() == written.as_dict()
"""


def test_the_quick_reading_is_the_same_domain(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", COMPARE, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
