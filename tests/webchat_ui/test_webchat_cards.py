"""Cards: places, maps, links, location, files, rating."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect
from webchat_fake import FakeChat
from webchat_page import ChatPage
from webchat_samples import CLINIC, HOSPITAL, MAP, file

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
LEAFLET = """
const drawn = { map: (box) => (box.textContent = 'peta', drawn), setView: () => drawn, addTo: () => drawn };
globalThis.L = { map: drawn.map, tileLayer: () => drawn, circleMarker: () => drawn };
"""


def show(chat: ChatPage, server: FakeChat, card: dict[str, Any], text: str = "Silakan") -> Locator:
    """Has the bot answer with a card, and gives the message."""
    server.replies["kartu"] = [{"text": text, "card": card}]
    chat.say("kartu")
    expect(chat.bodies("bot")).to_have_count(2)
    return chat.log.locator(".msg.bot").last


def test_places_are_listed_with_all_that_is_known(chat: ChatPage, server: FakeChat) -> None:
    text = "Faskes terdekat:\n1. RSUD Contoh, 2,3 km\n2. Klinik Contoh, 820 m"
    message = show(chat, server, {"type": "facilities", "items": [HOSPITAL, CLINIC]}, text)
    hospital, clinic = message.get_by_role("listitem").all()
    expect(hospital).to_contain_text("RSUD Contoh2,3 km · Buka sekarang★ 4,3 (12 penilaian)Jalan Contoh 1")
    expect(hospital.get_by_role("link", name="Telepon")).to_have_attribute("href", "tel:0274000111")
    expect(hospital.get_by_role("link", name="Peta (tab baru)")).to_have_attribute(
        "href", "https://www.openstreetmap.org/?mlat=-7.68&mlon=110.34#map=17/-7.68/110.34"
    )
    expect(clinic).to_contain_text("820 m · Jam buka belum diketahui")
    expect(clinic.get_by_role("link", name="Telepon")).to_have_count(0)
    message.get_by_text("Tampilkan sebagai teks").click()
    expect(message.get_by_text("2. Klinik Contoh, 820 m")).to_be_visible()


def test_an_unknown_card_leaves_the_text(chat: ChatPage, server: FakeChat) -> None:
    message = show(chat, server, {"type": "constructor"}, "Cukup teksnya")
    expect(message.locator(".body")).to_have_text("Cukup teksnya")


def test_the_map_is_drawn_when_asked_for(chat: ChatPage, server: FakeChat) -> None:
    server.leaflet = LEAFLET
    message = show(chat, server, MAP)
    expect(message.locator(".map")).to_have_count(0)
    chat.button("Peta").click()
    expect(message.get_by_role("application", name="RSUD Contoh")).to_have_text("peta")


def test_without_the_map_there_is_its_link(chat: ChatPage, server: FakeChat) -> None:
    message = show(chat, server, MAP)
    chat.button("Peta").click()
    expect(message.get_by_role("alert")).to_contain_text("Peta tidak dapat dimuat")
    expect(message.get_by_role("link", name="OpenStreetMap (tab baru)")).to_be_visible()


def test_a_link_opens_in_its_own_tab(chat: ChatPage, server: FakeChat) -> None:
    address = f"{server.url}/v/abc"
    text = f"Buka halaman ini:\n{address}\nBerlaku 15 menit."
    message = show(chat, server, {"type": "link", "title": "Verifikasi", "url": address}, text)
    expect(message.locator(".body")).to_have_text("Buka halaman ini: Berlaku 15 menit.")
    link = message.get_by_role("link", name="Verifikasi (tab baru)")
    expect(link).to_have_attribute("href", f"{server.url}/v/abc")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_link_that_is_no_web_address_is_not_drawn(chat: ChatPage, server: FakeChat) -> None:
    message = show(chat, server, {"type": "link", "title": "Jahat", "url": "javascript:alert(1)"})
    expect(message.locator("a")).to_have_count(0)


def test_a_location_is_sent_when_the_member_allows_it(
    chat: ChatPage, context: BrowserContext, server: FakeChat
) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": -7.75, "longitude": 110.375})
    show(chat, server, {"type": "request_location"})
    chat.button("Kirim lokasi saya").click()
    expect(chat.bodies("member").last).to_have_text("Lokasi saya")
    expect(chat.button("Kirim lokasi saya")).to_be_disabled()
    expect(chat.bodies("bot")).to_have_count(3)
    assert server.conversation.bodies[-1]["location"] == {"latitude": -7.75, "longitude": 110.375}


def test_a_location_that_is_denied_can_be_typed(chat: ChatPage, context: BrowserContext, server: FakeChat) -> None:
    context.clear_permissions()
    message = show(chat, server, {"type": "request_location"})
    chat.button("Kirim lokasi saya").click()
    expect(message.get_by_role("alert")).to_contain_text("Izin lokasi ditolak. Ketik nama kelurahan")
    expect(chat.button("Kirim lokasi saya")).to_be_enabled()


def test_a_rating_is_one_press(chat: ChatPage, server: FakeChat) -> None:
    message = show(chat, server, {"type": "rating", "scale": 5})
    expect(message.get_by_role("group", name="Penilaian").get_by_role("button")).to_have_count(5)
    chat.button("4 baik").click()
    expect(chat.bodies("bot").last).to_have_text("Jawaban: 4")
    expect(chat.button("5 sangat baik")).to_be_disabled()
    assert server.texts("member")[-1] == "4"


def test_files_go_out_with_the_message(chat: ChatPage, server: FakeChat) -> None:
    show(chat, server, {"type": "attachments_wanted"})
    with chat.page.expect_file_chooser() as chooser:
        chat.log.get_by_role("button", name="Pilih foto atau PDF").click()
    chooser.value.set_files([file("bukti.png", "image/png", PNG), file("surat.pdf", "application/pdf", b"%PDF-1.7")])
    expect(chat.files.get_by_role("listitem")).to_have_count(2)
    expect(chat.files).to_contain_text("bukti.png✓")
    expect(chat.files).to_contain_text("surat.pdf✓")
    chat.say("Ini buktinya")
    expect(chat.bodies("bot").last).to_have_text("Jawaban: Ini buktinya")
    expect(chat.files.get_by_role("listitem")).to_have_count(0)
    assert len(server.conversation.bodies[-1]["attachments"]) == 2


def test_a_file_alone_is_a_message(chat: ChatPage, server: FakeChat) -> None:
    chat.picker.set_input_files(file("bukti.png", "image/png", PNG))
    expect(chat.files).to_contain_text("✓")
    chat.button("Kirim").click()
    expect(chat.bodies("member")).to_have_text(["↑ bukti.png"])
    expect(chat.bodies("bot")).to_have_count(2)
    assert server.conversation.bodies[-1].keys() == {"id", "attachments"}


def test_wrong_files_are_refused_with_the_reason(chat: ChatPage, server: FakeChat) -> None:
    files = [
        file("lagu.mp3", "audio/mpeg", b"ID3"),
        file("besar.pdf", "application/pdf", b"%PDF" + bytes(5 * 1024 * 1024)),
        file("palsu.png", "image/png", b"bukan gambar"),
    ]
    chat.picker.set_input_files(files)
    items = chat.files.get_by_role("listitem")
    expect(items.nth(0)).to_contain_text("bukan JPG, PNG, WebP, atau PDF")
    expect(items.nth(1)).to_contain_text("lebih dari 5 MB")
    expect(items.nth(2)).to_contain_text("Jenis berkas ini tidak diterima.")
    chat.input.fill("halo")
    expect(chat.button("Kirim")).to_have_attribute("aria-disabled", "true")
    for name in ("lagu.mp3", "besar.pdf", "palsu.png"):
        chat.button(f"Hapus {name}").click()
    chat.button("Kirim").click()
    expect(chat.bodies("bot").last).to_have_text("Jawaban: halo")


def test_a_large_photo_is_made_smaller_first(chat: ChatPage, server: FakeChat, tmp_path: Path) -> None:
    chat.page.evaluate(
        """async () => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [3000, 1500];
          const drawing = canvas.getContext('2d'), noise = drawing.createImageData(3000, 1500);
          for (let i = 0, x = 1; i < noise.data.length; i++) noise.data[i] = (x = (x * 48271) % 2147483647) & 255;
          drawing.putImageData(noise, 0, 0);
          const photo = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 1));
          const files = new DataTransfer();
          files.items.add(new File([photo], 'kamera.jpg', { type: 'image/jpeg' }));
          const input = document.querySelector('care165-chat').shadowRoot.querySelector('input');
          input.files = files.files;
          window.original = photo.size;
          input.dispatchEvent(new Event('change'));
        }"""
    )
    with chat.page.expect_response("**/attachments") as sent:
        expect(chat.files).to_contain_text("✓")
    assert sent.value.json()["size"] < chat.page.evaluate("window.original") / 2


def test_an_upload_is_tried_again(chat: ChatPage, server: FakeChat) -> None:
    server.refusals["attachments"] = [(503, 1)]
    chat.picker.set_input_files(file("bukti.png", "image/png", PNG))
    expect(chat.files).to_contain_text("✓")


def test_a_picture_of_ours_is_shown_and_a_document_offered(chat: ChatPage, server: FakeChat) -> None:
    card = {"type": "file", "id": "1", "name": "riwayat.png", "media_type": "image/png", "alt": "Grafik", "url": "/f/1"}
    message = show(chat, server, card)
    expect(message.get_by_role("img", name="Grafik")).to_have_attribute("src", re.compile("/f/1$"))
    document = card | {"name": "bukti.pdf", "media_type": "application/pdf", "alt": ""}
    server.replies["lagi"] = [{"text": "Ini", "card": document}]
    chat.say("lagi")
    expect(chat.log.get_by_role("link", name="bukti.pdf")).to_have_attribute("href", re.compile("/f/1$"))


def test_a_number_is_copied_without_standing_in_the_chat(
    chat: ChatPage, server: FakeChat, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = {"type": "link", "title": "Nomor", "url": f"{server.url}/bill/x", "copies": ["BRI"]}
    message = show(chat, server, card)
    chat.page.route("**/bill/x/BRI", lambda route: route.fulfill(body="8888809900000001"))
    message.get_by_role("button", name="Salin BRI").click()
    expect(message.get_by_role("status")).to_have_text("Tersalin")
    assert chat.page.evaluate("navigator.clipboard.readText()") == "8888809900000001"
    expect(message).not_to_contain_text("8888809900000001")
