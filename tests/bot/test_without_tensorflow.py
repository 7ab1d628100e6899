"""The rasa process does without TensorFlow exactly where nothing needs it, and says so where something does."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.without_tensorflow import needs_tensorflow
from tests.support.running import ROOT

# In a process of its own: the stand-ins would stay in this one.
USE = """
from bot.without_tensorflow import TensorFlowLeftOut, leave_out
leave_out()
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
import tensorflow as tf
assert issubclass(type("Layer", (tf.keras.layers.Layer,), {}), tf.keras.layers.Layer)
for use in (lambda: tf.constant([1]), lambda: tf.keras.Model(name="m"), lambda: tf.random.set_seed(1)):
    try:
        use()
    except TensorFlowLeftOut as refusal:
        assert "needs TensorFlow" in str(refusal)
    else:
        raise AssertionError("used without TensorFlow")
"""


def test_rasa_is_imported_and_a_use_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", USE], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("config", "needed"),
    [
        ("pipeline: [{name: bot.components.x.X}, {name: FallbackClassifier}]\npolicies: [{name: RulePolicy}]", False),
        ("pipeline: [{name: bot.components.x.X}, {name: DIETClassifier}]\npolicies: [{name: RulePolicy}]", True),
        ("pipeline: [{name: bot.components.x.X}]\npolicies: [{name: TEDPolicy}]", True),
        ("pipeline:\npolicies:\n", True),
    ],
    ids=["ours", "a classifier of Rasa's", "a policy of Rasa's", "Rasa's default"],
)
def test_the_configuration_decides(tmp_path: Path, config: str, needed: bool) -> None:
    path = tmp_path / "config.yml"
    path.write_text(config)
    assert needs_tensorflow(path) is needed


def test_ours_does_without() -> None:
    assert not needs_tensorflow(ROOT / "config.yml")
