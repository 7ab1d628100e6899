"""Writing and reading: the conversation itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect
from webchat_fake import GREETING, Conversation, FakeChat
from webchat_page import ChatPage


def test_a_message_is_sent_and_answered(chat: ChatPage, server: FakeChat) -> None:
    expect(chat.bodies("bot")).to_have_text([GREETING])
    chat.say("Selamat pagi")
    expect(chat.bodies("bot")).to_have_text([GREETING, "Jawaban: Selamat pagi"])
    expect(chat.log.locator(".msg.member .meta")).to_contain_text("Terkirim")
    assert server.conversation.bodies[0].keys() == {"id", "text"}


def test_shift_enter_makes_a_line_and_enter_sends(chat: ChatPage, server: FakeChat) -> None:
    chat.input.press_sequentially("satu")
    chat.input.press("Shift+Enter")
    chat.input.press_sequentially("dua")
    chat.input.press("Enter")
    expect(chat.bodies("member")).to_have_text("satu\ndua")
    expect(chat.bodies("bot")).to_have_count(2)  # it is shown before it is sent
    assert server.texts("member") == ["satu\ndua"]


def test_a_reload_brings_everything_back(chat: ChatPage, server: FakeChat) -> None:
    chat.say("sebelum")
    expect(chat.bodies("bot")).to_have_count(2)
    chat.page.reload()
    expect(chat.bodies("member")).to_have_text(["sebelum"])
    expect(chat.bodies("bot")).to_have_text([GREETING, "Jawaban: sebelum"])
    assert len(server.conversations) == 1


def test_what_people_write_is_never_markup(chat: ChatPage, server: FakeChat) -> None:
    attack = "<img src=x onerror=\"document.title='x'\"><b>tebal</b>"
    server.replies[attack] = [{"text": attack, "buttons": [attack]}]
    chat.say(attack)
    expect(chat.bodies("member")).to_have_text(attack)
    expect(chat.bodies("bot").last).to_have_text(attack)
    expect(chat.log.locator("img, b")).to_have_count(0)
    expect(chat.log.locator("script")).to_have_count(0)
    assert chat.page.title() == "Care Center 165"


def test_only_our_own_pages_and_telephones_become_links(chat: ChatPage, server: FakeChat) -> None:
    ours = f"{server.url}/verifikasi/abc"
    text = f"Buka {ours}. Jangan buka https://jahat.example/x atau javascript:alert(1). Telepon tel:119"
    server.replies["tautan"] = [{"text": text}]
    chat.say("tautan")
    links = chat.bodies("bot").last.locator("a")
    expect(links).to_have_count(2)
    expect(links.first).to_have_attribute("href", ours)
    expect(links.first).to_have_attribute("rel", "noopener noreferrer")
    expect(links.last).to_have_attribute("href", "tel:119")


def test_buttons_work_once_and_only_the_latest_ones(chat: ChatPage, server: FakeChat) -> None:
    server.replies["Cari faskes"] = [{"text": "Di mana?", "buttons": ["Sleman", "Bantul"]}]
    chat.button("Cari faskes").click()
    expect(chat.bodies("member")).to_have_text(["Cari faskes"])
    expect(chat.button("Sleman")).to_be_enabled()
    for used in ("Cari faskes", "Cek iuran"):
        expect(chat.button(used)).to_be_disabled()
    chat.button("Sleman").click()
    expect(chat.bodies("bot").last).to_have_text("Jawaban: Sleman")
    expect(chat.button("Bantul")).to_be_disabled()
    assert [set(body) for body in server.conversation.bodies] == [{"id", "button"}] * 2


def test_dots_show_that_an_answer_is_coming(chat: ChatPage, server: FakeChat) -> None:
    server.silent = True
    expect(chat.typing).to_be_hidden()
    chat.say("lama")
    expect(chat.typing).to_be_visible()
    server.conversation.add("bot", "Ini dia")
    expect(chat.bodies("bot").last).to_have_text("Ini dia")
    expect(chat.typing).to_be_visible()
    server.conversation.answered_upto = 2
    expect(chat.typing).to_be_hidden()


def test_it_says_who_speaks(chat: ChatPage, server: FakeChat) -> None:
    expect(chat.log.locator(".msg.bot .who")).to_have_text("Asisten otomatis")
    server.conversation.handled_by = "agent"
    server.conversation.add("system", "Bapak/Ibu tersambung dengan petugas.")
    server.conversation.add("agent", "Selamat pagi", agent_name="Rina")
    expect(chat.log.locator(".msg.agent .who")).to_have_text("Petugas Rina")
    expect(chat.chat.locator("header")).to_contain_text("Diteruskan ke petugas")
    chat.say("Terima kasih")
    expect(chat.bodies("member")).to_have_count(1)
    expect(chat.typing).to_be_hidden()


def test_who_waits_at_night_sees_that_the_assistant_still_answers(chat: ChatPage, server: FakeChat) -> None:
    server.silent = True
    server.conversation.handled_by, server.conversation.assistant = "agent", True
    server.conversation.add("bot", "Belum ada petugas yang siap.")
    expect(chat.chat.locator("header")).to_contain_text("petugas sudah diminta")
    chat.say("iuran kelas 3 berapa")
    expect(chat.typing).to_be_visible()


def test_every_day_has_its_heading(context: BrowserContext, server: FakeChat) -> None:
    conversation = Conversation()
    server.conversations["token-0"] = conversation
    now = datetime.now(UTC)
    for days in (9, 1, 1, 0):
        conversation.add("bot", f"{days} hari lalu", at=now - timedelta(days=days))
    context.add_init_script("localStorage.setItem('care165.token', 'token-0')")
    chat = ChatPage(context.new_page()).open(f"{server.url}/chat/")
    headings = chat.log.locator(".day:not(:empty)")
    expect(headings).to_have_count(3)
    expect(headings.last).to_have_text(re.compile(r"^(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d+ \w+ \d{4}$"))


def test_two_tabs_show_the_same_conversation(chat: ChatPage, context: BrowserContext, server: FakeChat) -> None:
    other = ChatPage(context.new_page()).open(f"{server.url}/chat/")
    chat.say("dari tab pertama")
    expect(other.bodies("bot").last).to_have_text("Jawaban: dari tab pertama")
    other.say("dari tab kedua")
    for tab in (chat, other):
        expect(tab.bodies("member")).to_have_text(["dari tab pertama", "dari tab kedua"])
        expect(tab.bodies("bot")).to_have_count(3)
    assert len(server.conversations) == 1


def test_a_text_over_the_limit_cannot_be_sent(chat: ChatPage, server: FakeChat) -> None:
    count = chat.chat.locator("#count")
    expect(count).to_be_hidden()
    chat.input.fill("a" * 4000 + "😀")
    expect(count).to_have_text("Sisa 95 karakter")
    chat.input.fill("a" * 4097)
    expect(count).to_have_text("Terlalu panjang 1 karakter")
    chat.input.press("Enter")
    chat.input.fill("a" * 4096)
    chat.input.press("Enter")
    expect(chat.bodies("member")).to_have_count(1)
    expect(chat.input).to_have_value("")
    expect(chat.bodies("bot")).to_have_count(2)
    assert server.texts("member") == ["a" * 4096]


def test_the_language_can_be_changed_and_is_remembered(chat: ChatPage, server: FakeChat) -> None:
    chat.say("halo")
    expect(chat.bodies("bot")).to_have_count(2)
    chat.button("English").click()
    expect(chat.log.locator(".who").first).to_have_text("Automated assistant")
    expect(chat.input).to_have_attribute("aria-label", "Write a message")
    expect(chat.button("Indonesia")).to_be_focused()
    expect(chat.bodies("bot")).to_have_count(2)
    chat.page.reload()
    expect(chat.input).to_have_attribute("aria-label", "Write a message")


@pytest.mark.parametrize(("official", "count"), [(False, 1), (True, 0)])
def test_it_says_when_it_is_not_official(context: BrowserContext, server: FakeChat, official: bool, count: int) -> None:
    server.official = official
    chat = ChatPage(context.new_page()).open(f"{server.url}/chat/")
    expect(chat.chat.get_by_text("Bukan kanal resmi BPJS Kesehatan")).to_have_count(count)


def test_who_reads_back_is_not_pulled_down(chat: ChatPage, server: FakeChat) -> None:
    for index in range(30):
        server.conversation.add("bot", f"Baris {index}")
    expect(chat.bodies("bot")).to_have_count(31)
    expect(chat.bodies("bot").last).to_be_in_viewport()
    expect(chat.button("Pesan terbaru")).to_be_hidden()
    chat.chat.locator(".scroll").evaluate("box => box.scrollTo(0, 0)")
    expect(chat.button("Pesan terbaru")).to_be_visible()
    server.conversation.add("bot", "Yang terakhir")
    expect(chat.bodies("bot").last).to_have_text("Yang terakhir")
    expect(chat.bodies("bot").first).to_be_in_viewport()
    chat.button("Pesan terbaru").click()
    expect(chat.bodies("bot").last).to_be_in_viewport()
    expect(chat.button("Pesan terbaru")).to_be_hidden()


def test_a_long_answer_is_shown_from_its_beginning(chat: ChatPage, server: FakeChat) -> None:
    server.replies["panjang"] = [{"text": f"Bagian {index}"} for index in range(30)]
    chat.say("panjang")
    expect(chat.bodies("bot")).to_have_count(31)
    expect(chat.bodies("member")).to_be_in_viewport(ratio=1)
    expect(chat.bodies("bot").nth(1)).to_be_in_viewport(ratio=1)
    expect(chat.bodies("bot").last).not_to_be_in_viewport()
    chat.button("Pesan terbaru").click()
    expect(chat.bodies("bot").last).to_be_in_viewport()
