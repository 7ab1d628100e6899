"""Bad networks and a server that refuses: nothing is lost, nothing is doubled."""

from playwright.sync_api import BrowserContext, expect
from webchat_fake import FakeChat
from webchat_page import ChatPage


def test_messages_wait_on_the_device_while_offline(chat: ChatPage, context: BrowserContext, server: FakeChat) -> None:
    context.set_offline(True)
    chat.say("satu")
    chat.say("dua")
    expect(chat.notice).to_contain_text("Tidak ada jaringan")
    expect(chat.log.locator(".msg.waiting")).to_have_count(2)
    assert server.texts("member") == []
    context.set_offline(False)
    expect(chat.bodies("bot").last).to_have_text("Jawaban: dua")
    expect(chat.notice).to_be_empty()
    expect(chat.log.locator(".msg.sent .body")).to_have_text(["satu", "dua"])
    assert server.texts("member") == ["satu", "dua"]


def test_a_waiting_message_survives_a_reload(chat: ChatPage, server: FakeChat) -> None:
    server.refusals["messages"] = [(503, 60)]
    chat.say("jangan hilang")
    expect(chat.log.locator(".msg.waiting")).to_have_count(1)
    chat.page.reload()
    expect(chat.bodies("bot").last).to_have_text("Jawaban: jangan hilang")
    expect(chat.bodies("member")).to_have_text(["jangan hilang"])
    assert server.texts("member") == ["jangan hilang"]


def test_a_lost_answer_doubles_nothing(chat: ChatPage, server: FakeChat) -> None:
    server.lost_answers = 1
    chat.say("sekali saja")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: sekali saja")
    expect(chat.bodies("member")).to_have_text(["sekali saja"])
    expect(chat.log.locator(".msg.sent")).to_have_count(1)
    chat.say("lalu ini")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: lalu ini")
    expect(chat.bodies("member")).to_have_text(["sekali saja", "lalu ini"])
    assert server.texts("member") == ["sekali saja", "lalu ini"]


def test_the_server_may_change_what_was_written(chat: ChatPage, server: FakeChat) -> None:
    server.silent = True
    server.conversation.accepted.clear()
    chat.say("NIK saya 0000000000000000")
    expect(chat.log.locator(".msg.sent")).to_have_count(1)
    server.conversation.messages[-1]["text"] = "NIK saya ************0000"
    chat.page.reload()
    expect(chat.bodies("member")).to_have_text(["NIK saya ************0000"])
    stored = chat.page.evaluate("JSON.stringify(localStorage)")
    assert "0000000000000000" not in stored


def test_an_unknown_token_begins_a_new_conversation(chat: ChatPage, server: FakeChat) -> None:
    server.replies["menu"] = [{"text": "Pilih", "buttons": ["Lama"]}]
    chat.say("menu")
    expect(chat.button("Lama")).to_be_enabled()
    server.conversations.clear()
    chat.say("masih di sini?")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: masih di sini?")
    expect(chat.bodies("system")).to_have_text(["Percakapan sebelumnya sudah berakhir."])
    expect(chat.bodies("member")).to_have_text(["masih di sini?"])
    expect(chat.button("Lama")).to_have_count(0)
    assert len(server.conversations) == 1
    assert server.texts("member") == ["masih di sini?"]


def test_a_button_of_an_ended_conversation_is_sent_as_its_text(chat: ChatPage, server: FakeChat) -> None:
    server.conversations.clear()
    chat.button("Cek iuran").click()
    expect(chat.bodies("bot").last).to_have_text("Jawaban: Cek iuran")
    assert server.texts("member") == ["Cek iuran"]


def test_too_fast_waits_as_long_as_the_server_says(chat: ChatPage, server: FakeChat) -> None:
    server.refusals["messages"] = [(429, 1)]
    chat.say("cepat sekali")
    expect(chat.notice).to_contain_text("Terlalu banyak pesan")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: cepat sekali")
    expect(chat.notice).to_be_empty()
    assert server.texts("member") == ["cepat sekali"]


def test_a_refused_message_says_why_and_can_be_removed(chat: ChatPage, server: FakeChat) -> None:
    server.refusals["messages"] = [(422, 0), (422, 0)]
    chat.say("ditolak")
    failed = chat.log.locator(".msg.failed")
    expect(failed).to_contain_text("Tidak terkirim: Mohon tunggu sebentar.")
    chat.button("Coba lagi").click()
    expect(failed).to_have_count(1)
    chat.say("yang ini boleh")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: yang ini boleh")
    chat.button("Hapus").click()
    expect(failed).to_have_count(0)
    expect(chat.bodies("member")).to_have_text(["yang ini boleh"])


def test_a_server_that_is_away_is_said_and_asked_again(chat: ChatPage, server: FakeChat) -> None:
    server.refusals["read"] = [(503, 0), (503, 0)]
    server.conversation.handled_by = "agent"  # ends the poll that waits
    expect(chat.notice).to_contain_text("belum dapat dihubungi")
    server.conversation.add("agent", "Halo", agent_name="Rina")
    expect(chat.bodies("agent")).to_have_text(["Halo"])
    expect(chat.notice).to_be_empty()


def test_a_browser_that_stores_nothing_can_still_chat(context: BrowserContext, server: FakeChat) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })")
    chat = ChatPage(context.new_page()).open(f"{server.url}/chat/")
    chat.say("tanpa penyimpanan")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: tanpa penyimpanan")
