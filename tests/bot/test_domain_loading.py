"""The quick reading of a model's domain gives what Rasa's own reading gives."""

import subprocess
import sys
from pathlib import Path

from tests.support.running import ROOT

# In a process of its own: Rasa and TensorFlow warn about their own age while they are imported.
COMPARE = """
import sys
from pathlib import Path
from rasa.shared.core.domain import Domain
from bot.domain_loading import read_domain
stored = Path(sys.argv[1]) / "domain.yml"
written = Domain.load("domain.yml")
assert read_domain(Path("domain.yml")).fingerprint() == written.fingerprint()
written.persist(stored)
quick, stock = read_domain(stored), Domain.from_path(stored)
assert quick.as_dict() == stock.as_dict()
assert quick.fingerprint() == stock.fingerprint()
assert quick.action_names_or_texts == stock.action_names_or_texts
"""


def test_the_quick_reading_is_the_same_domain(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", COMPARE, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
