"""A demo member on the verification page, with the demo SMS inbox as their phone."""

import csv
import re
import time
from pathlib import Path

import psycopg
import requests

MEMBERS = Path(__file__).parents[2] / "backend" / "demo" / "members.csv"


def demo_member(name: str) -> dict[str, str]:
    """The row of a demo member."""
    with MEMBERS.open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["name"] == name)


def csrf_in(page: str) -> str:
    """The token of the form on a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def an_hour_later(database_url: str) -> None:
    """Makes codes and tries old: dialogues share the few demo members, who get a code a minute at most."""
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE verification_codes SET sent_at = sent_at - interval '2 hours'")
        connection.execute("DELETE FROM identity_tries")
        connection.execute("DELETE FROM demo_sms")


def verify(base: str, database_url: str, link: str, name: str, *, wrong_first: bool = False) -> None:
    """Goes through the page without JavaScript: number and date of birth, then the code from the SMS.

    With ``wrong_first`` another code is typed before it, which the page must refuse.
    """
    an_hour_later(database_url)
    member = demo_member(name)
    browser = requests.Session()
    browser.trust_env = False
    opened = browser.get(link, timeout=10)
    form = {"csrf": csrf_in(opened.text), "number": member["card_number"], "birth_date": member["birth_date"]}
    asked = browser.post(f"{link}/identity", data=form, timeout=10)
    assert asked.status_code == 200, asked.text
    code = newest_code(browser, base)
    if wrong_first:
        wrong = {"csrf": csrf_in(asked.text), "code": f"{(int(code) + 1) % 10**6:06}"}
        assert browser.post(f"{link}/code", data=wrong, timeout=10).status_code == 422
    done = browser.post(f"{link}/code", data={"csrf": csrf_in(asked.text), "code": code}, timeout=10)
    assert done.status_code == 200, done.text


def newest_code(browser: requests.Session, base: str, words: str = "") -> str:
    """The newest code of the demo inbox behind these words, to whichever phone: another dialogue may have changed it.

    The page answers before it sends, so the inbox is asked until the message is there.
    """
    for _ in range(100):
        inbox = browser.get(f"{base}/demo/sms", timeout=10).text
        codes = re.findall(rf"</p><p>{words}[^<]*?\b(\d{{6}})\b", inbox)
        if codes:
            return str(codes[0])
        time.sleep(0.05)
    raise AssertionError(inbox)


def type_newest_code(base: str, page: str) -> None:
    """Types the newest code to a new number on the page for it."""
    browser = requests.Session()
    browser.trust_env = False
    done = browser.post(page, data={"code": newest_code(browser, base, "Kode ganti nomor")}, timeout=10)
    assert done.status_code == 200, done.text
