"""Ratings: one a visit, clean comments, averages that one voice cannot bend."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.demo import facilities, history, membership, queues
from backend.demo.people import person
from backend.errors import ServiceError
from backend.facilities.service import Where, find, search
from backend.history.models import Visit
from backend.identity.viewer import IDENTIFIED, VERIFIED, Viewer
from backend.privacy.audit import Access
from backend.ratings.comments import clean
from backend.ratings.service import Rated, Stars, ratable_visits, rate
from backend.ratings.summary import summaries

ACCESS = Access("system", "test")
FINE, POOR = Stars(5, 4, 5, 4), Stars(1, 1, 2, None)


def viewer(name: str, level: int = VERIFIED) -> Viewer:
    return Viewer(level, person(name).member_id)


@pytest.fixture
def loaded(session: Session, now: datetime) -> Session:
    """The demonstration's members and their visits; nothing rated yet."""
    for topic in (facilities, membership, queues, history):
        topic.load(session, now=now, rng=random.Random(165))
        session.flush()
    return session


def open_visits(session: Session, name: str, now: datetime) -> list[Visit]:
    return [visit for visit, _ in ratable_visits(session, viewer(name), access=ACCESS, now=now)]


def give(session: Session, name: str, visit: Visit, now: datetime, stars: Stars = FINE, comment: str = "") -> Rated:
    return rate(session, viewer(name), visit.facility_code, stars, comment, visit_id=visit.id, access=ACCESS, now=now)


def test_each_visit_once(loaded: Session, now: datetime) -> None:
    newest, older = open_visits(loaded, "Bambang Sutrisno", now)  # a third one is too long ago
    assert newest.day > older.day
    give(loaded, "Bambang Sutrisno", newest, now)
    assert open_visits(loaded, "Bambang Sutrisno", now) == [older]
    with pytest.raises(ServiceError, match="visit_rated_already"):
        give(loaded, "Bambang Sutrisno", newest, now)


def test_a_command_that_comes_twice_counts_once(loaded: Session, now: datetime) -> None:
    visit = open_visits(loaded, "Bambang Sutrisno", now)[0]

    def send(key: str) -> Rated:
        who = viewer("Bambang Sutrisno")
        return rate(loaded, who, visit.facility_code, FINE, visit_id=visit.id, key=key, access=ACCESS, now=now)

    assert send("a").rating is send("a").rating
    with pytest.raises(ServiceError, match="visit_rated_already"):
        send("b")


def test_by_wish_counts_for_the_last_visit_there(loaded: Session, now: datetime) -> None:
    newest = open_visits(loaded, "Bambang Sutrisno", now)[0]
    by_wish = rate(loaded, viewer("Bambang Sutrisno"), newest.facility_code, FINE, access=ACCESS, now=now)
    assert by_wish.rating.visit_id == newest.id


def test_without_a_known_visit_once_a_month(loaded: Session, now: datetime) -> None:
    code = open_visits(loaded, "Bambang Sutrisno", now)[0].facility_code

    def maria(moment: datetime) -> Rated:
        return rate(loaded, viewer("Maria Goreti"), code, POOR, access=ACCESS, now=moment)

    assert maria(now).rating.visit_id is None
    with pytest.raises(ServiceError, match="facility_rated_lately"):
        maria(now + timedelta(days=29))
    maria(now + timedelta(days=30))


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (viewer("Hasan Basri"), "visit_not_found"),
        (viewer("Endang Lestari"), "visit_not_found"),  # the wife; another adult's visit is theirs to rate
        (viewer("Bambang Sutrisno", IDENTIFIED), "verification_required"),
        (Viewer(), "verification_required"),
    ],
)
def test_not_for_others(loaded: Session, now: datetime, who: Viewer, code: str) -> None:
    visit = open_visits(loaded, "Bambang Sutrisno", now)[0]
    with pytest.raises(ServiceError) as refused:
        rate(loaded, who, visit.facility_code, FINE, visit_id=visit.id, access=ACCESS, now=now)
    assert refused.value.code == code


def test_a_parent_rates_a_childs_visit(loaded: Session, now: datetime) -> None:
    siti, day = viewer("Siti Rahmawati"), now - timedelta(days=150)
    mine = ratable_visits(loaded, siti, access=ACCESS, now=day)
    assert {member.name for _, member in mine} == {"Siti Rahmawati", "Nadia Kurniawan", "Raka Kurniawan"}


def test_averages_and_sorting(loaded: Session, now: datetime) -> None:
    first = open_visits(loaded, "Bambang Sutrisno", now)[0]
    code = first.facility_code
    give(loaded, "Bambang Sutrisno", first, now)
    rate(loaded, viewer("Maria Goreti"), code, POOR, access=ACCESS, now=now)
    summary = summaries(loaded, [code, "none"])
    # (5 + 4 + 5 + 4) / 4 = 4.5 and (1 + 1 + 2) / 3 = 1.33; the mean of both is 2.9.
    assert {name: (one.average, one.count) for name, one in summary.items()} == {code: (2.9, 2)}
    assert summary[code].aspects == {"service": 3.0, "waiting": 2.5, "cleanliness": 3.5, "medicine": 4.0}
    assert summary[code].weight == pytest.approx((2.9 * 2 + 3 * 5) / 7)

    by_name = search(loaded, text=code, kind=None, near=None, limit=1, now=now).items[0]
    assert (by_name.rating, by_name.rating_count) == (2.9, 2)
    here = Where(latitude=by_name.latitude, longitude=by_name.longitude)
    asked = {"where": here, "kind": "hospital", "limit": 3, "now": now}
    assert find(loaded, offset=0, **asked).items[0].code == code
    best = find(loaded, offset=0, sort="rating", **asked)
    assert best.items[0].code != code
    assert best.items[0].code != find(loaded, offset=3, sort="rating", **asked).items[0].code


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Petugas ramah, tempat bersih", "Petugas ramah, tempat bersih"),
        ("dokternya goblok, antre lama", "dokternya ***, antre lama"),
        ("G0BL00OOK banget", "*** banget"),
        ("perawat bangsat!!", "perawat ***!!"),
        ("digigit anjing, cepat ditangani", "digigit anjing, cepat ditangani"),
        ("anjing lah antrenya", "*** lah antrenya"),
        ("suster Rina Wati baik sekali", "suster *** baik sekali"),
        ("dr. Budi Santoso tidak datang", "dr. *** tidak datang"),
        ("hubungi saya di budi@contoh.id", "hubungi saya di ***"),
        ("ibu saya dilayani baik", "ibu saya dilayani baik"),
    ],
)
def test_comments_are_cleaned(said: str, kept: str) -> None:
    assert clean(said) == (kept, said != kept)


@pytest.mark.parametrize("said", ["nik saya 9999021708640005", "kartu 0009900000005", "wa saja 081299000201"])
def test_numbers_of_people_are_masked(said: str) -> None:
    kept, filtered = clean(said)
    assert filtered
    assert not {"9999021708640005", "0009900000005", "081299000201"} & set(kept.split())


def test_comments_are_encrypted(loaded: Session, now: datetime) -> None:
    give(loaded, "Bambang Sutrisno", open_visits(loaded, "Bambang Sutrisno", now)[0], now, comment="antre lama sekali")
    loaded.flush()
    assert "antre" not in loaded.scalar(text("SELECT comment FROM facility_ratings"))
