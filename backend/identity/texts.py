"""Words of the verification page and of the text message, in Indonesian and English."""

from pathlib import Path

from backend.texts import Texts

text_of = Texts(Path(__file__).with_name("texts.yml"))
