"""The intent model: trains, keeps what it learned through a file, is honest about doubt, and puts danger first."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from bot.components.danger import denies_signs, has_sign, not_now
from bot.components.gazetteer import place_names
from bot.components.intent_model import IntentModel, Tuning, danger_first, outside_weighed
from bot.components.intent_training import fit
from care165.nlu import evaluate, is_usable, parse, parse_stream, usable_entities

EXAMPLES = {
    "book_queue": "ambil antrean|daftar poli gigi besok|mau periksa ke dokter|booking dokter mata|antri online",
    "check_contribution": "tagihan saya berapa|cek iuran|tunggakan saya|saya nunggak berapa|total yang harus dibayar",
    "emergency": "ibu sesak napas|bapak pingsan|anak kejang|pendarahan hebat|tidak sadar tolong",
    "faq/kris": "apa itu kris|kris kapan berlaku|kelas dihapus ya|kelas rawat inap standar|kris itu apa",
    "inform": "besok|poli mata|sleman|kelas 3|ibu saya",
}


@pytest.fixture(scope="module")
def model() -> IntentModel:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts.split("|")]
    return fit([text for text, _ in pairs], [label for _, label in pairs], Tuning(semantic=False))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("mw ambl antrian dong", "book_queue"),
        ("tagihan sy brp", "check_contribution"),
        ("bapak pingsan tolong", "emergency"),
        ("kris kpn berlaku", "faq/kris"),
        ("tagiihan saya berpa", "check_contribution"),
        ("pendarahn hebat", "emergency"),
    ],
)
def test_understands_other_spellings(model: IntentModel, text: str, label: str) -> None:
    assert model.rank(text)[0][0] == label


def test_confidences_are_a_distribution(model: IntentModel) -> None:
    ranking = model.rank("ambil antrean")
    assert sum(confidence for _, confidence in ranking) == pytest.approx(1, abs=1e-4)
    assert [name for name, _ in ranking[:1]] == ["book_queue"]


def test_nothing_said_is_nothing_understood(model: IntentModel) -> None:
    assert model.rank("")[0][1] == pytest.approx(1 / len(EXAMPLES), abs=1e-4)


@pytest.mark.parametrize("text", ["kkkkkkk", "jdhf iweu qpqp", "Привет как дела", "こんにちは", "🐱🐶"])
def test_babble_and_other_scripts_are_doubtful(model: IntentModel, text: str) -> None:
    assert model.rank(text)[0][1] < 0.5


def test_a_saved_model_answers_the_same(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    for text in ("antri online", "nunggak brp", ""):
        before, after = dict(model.rank(text)), dict(again.rank(text))
        assert after == pytest.approx(before, abs=5e-3)


def test_danger_goes_first_when_likely_enough() -> None:
    ranking = [("book_queue", 0.5), ("emergency", 0.3), ("inform", 0.2)]
    raised = danger_first(ranking, 0.25)
    assert raised[0] == ("emergency", 0.6)
    assert raised[0][1] - raised[1][1] > 0.1
    assert sum(confidence for _, confidence in raised) == pytest.approx(1)
    assert danger_first(ranking, 0.4) == ranking


def test_what_is_not_ours_weighs_more_and_danger_stays_as_likely() -> None:
    chances = np.array([0.5, 0.3, 0.2], dtype=np.float32)
    weighed = outside_weighed(chances, ["book_queue", "out_of_scope", "emergency"], 3.0)
    assert weighed.sum() == pytest.approx(1)
    assert weighed[1] > weighed[0]
    assert weighed[2] == pytest.approx(0.2)


def test_unlikely_danger_does_not_stand_first() -> None:
    ranking = [("emergency", 0.35), ("abuse", 0.3), ("inform", 0.2)]
    assert [label for label, _ in danger_first(ranking, 0.4)] == ["abuse", "emergency", "inform"]


def test_what_is_no_danger_leaves_its_chance_to_the_others() -> None:
    ranking = danger_first([("emergency", 0.96), ("teleconsultation", 0.03), ("inform", 0.01)], 2.0)
    assert [label for label, _ in ranking] == ["teleconsultation", "emergency", "inform"]
    assert ranking[0][1] > 0.3
    assert sum(chance for _, chance in ranking) == pytest.approx(1)


@pytest.mark.parametrize(
    "text",
    ["bapak mulutnya menceng", "dada kayak ditindih batu", "she can't breathe", "anak kesetrum", "mending mati aja"],
)
def test_signs_of_danger_are_known(text: str) -> None:
    assert has_sign(text)


@pytest.mark.parametrize(
    "text",
    [
        "iuran kelas 2",
        "antrean poli mata besok",
        "obatnya mahal",
        "aplikasi mati terus",
        "bayinya laki-laki",
        "rumah kami di pelosok",
        "saya telanjur bayar",
        "kirim screenshot saja",
        "could my mother go on it too",
        "saldo saya kepotong dua kali",
        "my kid is 22 and studying",
        "saya di RSUD Tangerang sekarang",
        "puskesmas Tebing Tinggi",
        "antrean puskesmas Sukarame",
        "dokter Megawati hari apa",
        "ga sido, tidak bicara dengan bojo dulu",
    ],
)
def test_everyday_words_are_no_signs(text: str) -> None:
    assert not has_sign(text)


def test_no_name_of_a_known_place_is_a_sign() -> None:
    assert [name for name in sorted(place_names()) if has_sign(name)] == []


def test_the_name_of_a_place_denies_no_danger() -> None:
    assert not denies_signs("tolong, anak saya di Tangerang tidak bangun-bangun")


@pytest.mark.parametrize(
    "text",
    ["dulu ibu pernah kejang, sekarang mau kontrol", "alhamdulillah sudah pulang dari igd", "andai pingsan di mal"],
)
def test_a_danger_that_is_over_or_thought_of_is_not_now(text: str) -> None:
    assert has_sign(text)
    assert not_now(text)


@pytest.mark.parametrize(
    "text",
    [
        "nggak, gak sakit dada",
        "tidak sesak, cuma batuk",
        "ga ada nyeri dada kok pak",
        "tidak kejang dan tidak pingsan, panas saja",
        "dompet saya lagi sekarat",
        "hp gue mau mati, buruan ya",
        "literally dying here, this website lol",
    ],
)
def test_a_denied_sign_and_a_figure_of_speech_are_none(text: str) -> None:
    assert denies_signs(text)
    assert not has_sign(text)


@pytest.mark.parametrize(
    "text",
    [
        "ibu ga sadar",
        "bayinya tidak napas",
        "bukan sesak biasa ini",
        "tidak pingsan tapi dadanya sakit sekali",
        "dompet dicopet, bapak pingsan",
        "ibu ngerang kesakitan di Tangerang",
        "di puskesmas mengerang terus",
        "tangan masuk gilingan daging di rumah sakit",
    ],
)
def test_a_sign_beside_a_denied_one_holds(text: str) -> None:
    assert has_sign(text)


@pytest.mark.parametrize("text", ["disuruh bayar deposit dulu padahal anak kejang", "tadi pagi bapak pingsan lagi"])
def test_danger_now_is_not_taken_for_an_old_one(text: str) -> None:
    assert not not_now(text)


def test_parse_keeps_the_row_and_adds_what_it_understood(model: IntentModel) -> None:
    row = {"text": "daftar poli gigi besok", "register": "neutral"}
    (parsed,) = parse([json.dumps(row), "\n"], model)
    assert parsed["register"] == "neutral"
    assert parsed["intent"] == "book_queue"
    assert {(e["entity"], e["value"]) for e in parsed["entities"]} == {("poli", "gigi"), ("date", "besok")}


def test_parse_never_says_an_internal_label(model: IntentModel) -> None:
    (parsed,) = parse(['{"text": "besok"}'], model)
    assert parsed["intent"] != "inform"


def test_parse_names_the_bad_line(model: IntentModel) -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(parse(['{"text": "halo"}', '{"txt": 1}'], model))


def test_a_bad_line_is_told_and_takes_no_other_along(model: IntentModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care165.nlu.load", lambda: model)
    lines = [
        b'\xef\xbb\xbf{"text": "antri online"}\r',
        b"{bad",
        b'{"text": null, "n": 3}',
        b'{"text": "caf\xe9"}',
        b"[" * 50_000,
    ]
    told: list[str] = []
    parsed = list(parse_stream(BytesIO(b"\n".join([*lines, b"", b'{"text": "antri online"}'])), told.append))
    assert [row["intent"] for row in parsed] == ["book_queue", None, None, None, None, "book_queue"]
    assert [problem.split()[1] for problem in told] == ["2", "3", "4", "5"]
    assert parsed[2]["n"] == 3


def test_nothing_visible_means_nothing(model: IntentModel) -> None:
    (parsed,) = parse(['{"text": " \\u200b"}'], model)
    assert (parsed["intent"], parsed["confidence"]) == ("out_of_scope", 0.0)


@pytest.mark.parametrize("content", ["", '{"text": "halo"}', "{bad", "[1]", '{"text": "halo", "intents": 5}'])
def test_a_set_that_cannot_be_measured_is_said_so(content: str, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(content)
    with pytest.raises(ValueError, match=r"no rows|line 1"):
        evaluate(tmp_path / "set.jsonl")


def test_a_stream_is_parsed_as_it_comes(model: IntentModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care165.nlu.load", lambda: model)
    lines = [json.dumps({"text": text, "n": n}) for n, text in enumerate(["antri online", "nunggak brp"] * 300)]
    parsed = list(parse_stream(BytesIO("\n".join(lines).encode())))
    assert [row["n"] for row in parsed] == list(range(600))
    assert {row["intent"] for row in parsed} == {"book_queue", "check_contribution"}


def test_entities_only_where_a_service_can_use_them() -> None:
    assert is_usable("book_queue", "date")
    assert not is_usable("out_of_scope", "date")
    assert not is_usable("faq/kris", "relation")
    assert is_usable("faq/office_location", "place")


def test_a_booking_has_no_use_for_a_day_that_is_over() -> None:
    assert is_usable("book_queue", "date", "lusa")
    assert not is_usable("book_queue", "date", "minggu lalu")
    assert is_usable("service_history", "date", "minggu lalu")


def test_each_value_is_said_once(model: IntentModel) -> None:
    (parsed,) = parse(['{"text": "ambil antrian besok, pokoknya Besok"}'], model)
    assert [entity["value"] for entity in parsed["entities"]] == ["besok"]


def test_a_kind_of_facility_beside_the_one_that_is_named_is_not_wanted() -> None:
    found = usable_entities("change_fktp", "ganti dokter keluarga saya ke Klinik Sehati Medika")
    assert [(each.entity, each.value) for each in found] == [("facility_name", "Klinik Sehati Medika")]
