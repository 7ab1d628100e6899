import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.complaints import ticket
from backend.complaints.ticket import ALPHABET, MistypedError

tickets = st.text(ALPHABET, min_size=8, max_size=8).map(ticket.written)


def test_a_ticket_looks_as_documented() -> None:
    assert ticket.written("7KQ2M4XR") == "PGD-7KQ2-M4XR-R"
    assert ticket.parse(ticket.new_number())
    assert len(ticket.new_access_code()) == ticket.CODE_LENGTH


def test_no_character_looks_like_another() -> None:
    for group in ("0OQD"[:2], "1IL", "2Z", "5S", "6G", "8B", "UV", "AEIOU"):
        assert len(set(group) & set(ALPHABET)) <= 1, group


def test_tickets_do_not_repeat() -> None:
    assert len({ticket.new_number() for _ in range(2000)}) == 2000


@given(tickets, st.data())
def test_every_wrong_character_is_noticed(number: str, data: st.DataObject) -> None:
    signs = [index for index, sign in enumerate(number) if index > 3 and sign != "-"]
    index = data.draw(st.sampled_from(signs))
    other = data.draw(st.sampled_from(sorted(set(ALPHABET) - {number[index]})))
    with pytest.raises(MistypedError):
        ticket.parse(number[:index] + other + number[index + 1 :])


@given(tickets, st.data())
def test_every_exchange_of_two_characters_is_noticed(number: str, data: st.DataObject) -> None:
    signs = list(number.removeprefix("PGD").replace("-", ""))
    first, second = data.draw(st.lists(st.integers(0, 8), min_size=2, max_size=2, unique=True))
    if signs[first] != signs[second]:
        signs[first], signs[second] = signs[second], signs[first]
        with pytest.raises(MistypedError):
            ticket.parse("".join(signs))


@pytest.mark.parametrize(
    "typed", ["pgd-7kq2-m4xr-r", "PGD 7KQ2 M4XR R", " 7kq2m4xrr ", "pgd.7kq2_m4xr/r", "PGD7KQ2M4XRR", "PGD–7KQ2–M4XR–R"]
)
def test_any_way_of_writing_is_read(typed: str) -> None:
    assert ticket.parse(typed) == "PGD-7KQ2-M4XR-R"


def test_letters_mistaken_for_digits_are_set_right() -> None:
    number = ticket.written("25682568")
    assert ticket.parse(number.replace("2", "Z").replace("5", "S").replace("6", "G").replace("8", "B")) == number


@pytest.mark.parametrize("typed", ["", "PGD", "PGD-7KQ2-M4XR", "PGD-7KQ2-M4XR-RR", "laporan saya", "PGD-7KQ2-M4X!-R"])
def test_what_is_no_ticket_is_refused(typed: str) -> None:
    with pytest.raises(MistypedError):
        ticket.parse(typed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("status laporan pgd-7kq2-m4xr-r dong", "PGD-7KQ2-M4XR-R"),
        ("PGD 7KQ2 M4XR R sampai mana?", "PGD-7KQ2-M4XR-R"),
        ("status PGD-7KQ2-M4XR-X", None),
        ("laporan saya sampai mana", None),
    ],
)
def test_tickets_are_found_in_sentences(text: str, found: str | None) -> None:
    assert ticket.find(text) == found
