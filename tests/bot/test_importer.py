"""What the importer keeps is not changed by who gets it."""

import subprocess
import sys
from pathlib import Path

from tests.support.running import ROOT

# In a process of its own: Rasa and TensorFlow warn about their own age while they are imported.
COMPARE = """
import sys
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
files = ("config.yml", *sys.argv[1:])
ours = TrainingDataImporter.load_from_config(*files)
plain = RasaFileImporter(*files)
assert "CareImporter" in repr(ours.importer._importer._importers), ours.importer._importer._importers
before = ours.get_nlu_data("id").fingerprint()
given = ours.get_nlu_data()
given.training_examples[0].set("text", "changed")
given.training_examples.append(Message({"text": "new"}))
again = TrainingDataImporter.load_from_config(*files)
assert again.get_nlu_data("id").fingerprint() == before == ours.get_nlu_data("id").fingerprint()
assert again.importer._importer._importers[0].get_domain().fingerprint() == plain.get_domain().fingerprint()
assert [e.as_dict() for e in plain.get_nlu_data("id").training_examples] == [
    e.as_dict() for e in again.importer._importer._importers[0].get_nlu_data("id").training_examples
]
"""
DOMAIN = """
version: "3.1"
intents: [greet, bye]
responses:
  utter_greet: [{text: halo}]
"""
EXAMPLES = """
version: "3.1"
nlu:
- {intent: greet, examples: "- halo\\n- hai\\n"}
- {intent: bye, examples: "- dah\\n- sampai nanti\\n"}
"""


def test_it_gives_what_rasas_own_importer_gives_however_often(tmp_path: Path) -> None:
    domain, examples = tmp_path / "domain.yml", tmp_path / "nlu.yml"
    domain.write_text(DOMAIN)
    examples.write_text(EXAMPLES)
    command = [sys.executable, "-W", "ignore", "-c", COMPARE, str(domain), str(examples)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
