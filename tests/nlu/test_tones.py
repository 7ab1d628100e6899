"""How a message speaks, by lists of words and what turns them."""

import pytest

from bot.components.normalise import normalise
from bot.components.tones import tone_marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("apknya bagus bgt, mantap", {"o:praise", "o:praise app", "o:praise alone"}),
        ("aplikasinya ga membantu sama sekali", {"o:blame", "o:blame app"}),
        ("ga ribet kok", {"o:praise", "o:praise alone"}),
        ("bagus tapi sering error", {"o:praise", "o:fails", "o:both"}),
        ("otp ga masuk masuk", {"o:fails", "o:fails app"}),
        ("semoga loketnya ditambah", {"o:wish", "o:wish care"}),
        ("iuran kelas 2", set()),
        ("yang lama masih aktif", set()),
        ("nunggu 14 hari ga? ada yang bilang", set()),
    ],
)
def test_praise_blame_failure_and_wishes(text: str, marks: set[str]) -> None:
    assert set(tone_marks(normalise(text))) == marks
