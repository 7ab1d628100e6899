"""Entities: spans as written, the sense of "kelas" and "mandiri" by context, codes behind the words."""

import pytest

from bot.components import values
from bot.components.entities import find_entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kamar kelas 3 di rsud sleman kosong?", {("room_class", "kelas 3"), ("facility_name", "rsud sleman")}),
        ("turun kelas dari 1 ke 3, iuran kelas 1 mahal", {("membership_class", "3"), ("membership_class", "kelas 1")}),
        ("iuran kelas 2 berapa", {("membership_class", "kelas 2")}),
        ("icu anak di surabaya", {("room_class", "icu anak"), ("place", "surabaya")}),
        ("puskesmas dekat cibiru", {("facility_type", "puskesmas"), ("place", "cibiru")}),
        ("rs di semarang", {("facility_type", "rs"), ("place", "semarang")}),
        ("alamat Klinik Sehat Utama", {("facility_name", "Klinik Sehat Utama")}),
        ("rs menolak saya", {("facility_type", "rs")}),
        ("Klinik Melati kasih bintang 4 aja", {("facility_name", "Klinik Melati"), ("rating", "4")}),
        ("diminta bayar di rs kasih ibu pdhl aktif", {("facility_name", "rs kasih ibu")}),
        ("dua kali ke RS Harapan Mandiri ditolak", {("facility_name", "RS Harapan Mandiri")}),
        ("nomor antrean gue kode ZQ4471", {("booking_code", "ZQ4471")}),
        ("check me in please, code MB72K1", {("booking_code", "MB72K1")}),
        ("kapatang ambo ka puskesmas", {("date", "kapatang"), ("facility_type", "puskesmas")}),
        ("tagihan wulan niki", {("date", "wulan niki")}),
        ("anak kedua saya", {("relation", "anak")}),
        ("where is the nearest office to Tebet", {("facility_type", "office"), ("place", "Tebet")}),
        ("my office pays for it", set()),
        ("potong dari bank bri", {("bank", "bri")}),
        ("daftar poli penyakit dalam lusa", {("poli", "penyakit dalam"), ("date", "lusa")}),
        ("dokter gigi terdekat", {("facility_type", "dokter gigi")}),
        ("jadwal dokter gigi", {("poli", "gigi")}),
        ("jadwal dr. Ratna besok", {("doctor", "dr. Ratna"), ("date", "besok")}),
        ("kunjungan ke dokter Senin batal", {("date", "Senin")}),
        ("apotek rekanan di cibiru", {("facility_type", "apotek"), ("place", "cibiru")}),
        ("penilaian 4 buat puskesmasnya", {("rating", "4"), ("facility_type", "puskesmasnya")}),
        ("va mandiri saya", {("bank", "mandiri")}),
        ("daftar bpjs mandiri", set()),
        ("nunggak 5 bulan, bayar 600rb", {("months", "5 bulan"), ("amount", "600rb")}),
        ("hamil 5 bulan", set()),
        ("kartu ibu mertua saya", {("relation", "ibu mertua")}),
        ("selamat pagi bu", set()),
        ("terima kasih ibu", set()),
        ("poli anak", {("poli", "anak")}),
        ("bintang 4 untuk puskesmasnya", {("rating", "4"), ("facility_type", "puskesmasnya")}),
        ("pakai bahasa inggris dong", {("language", "inggris")}),
        ("apotek di sukamakmur", {("facility_type", "apotek"), ("place", "sukamakmur")}),
        ("puskesmas dekat kampung melayu", {("facility_type", "puskesmas"), ("place", "kampung melayu")}),
        ("klinik di luwuk timur", {("facility_type", "klinik"), ("place", "luwuk timur")}),
        ("klinik 24 jam dkt cikarang", {("facility_type", "klinik"), ("place", "cikarang")}),
        ("apa ibu kota jepang", {("place", "jepang")}),
        ("puskesmas nyuruh pulang", {("facility_type", "puskesmas")}),
        ("vip di siloam manado", {("room_class", "vip"), ("facility_name", "siloam manado")}),
        ("rs ibu dan anak bunda", {("facility_name", "rs ibu dan anak bunda")}),
        ("rs jiwa menur buka", {("facility_name", "rs jiwa menur")}),
        ("alamat rsud dr. h. abdul moeloek", {("facility_name", "rsud dr. h. abdul moeloek")}),
        ("telp rs an-nisa tangerang", {("facility_name", "rs an-nisa tangerang")}),
        ("dokter puskesmas silo ii hari senin", {("facility_name", "puskesmas silo ii"), ("date", "senin")}),
        ("rs metro medical center buka", {("facility_name", "rs metro medical center")}),
        ("rs d depok", {("facility_type", "rs"), ("place", "depok")}),
        ("optik cimahi", {("facility_type", "optik"), ("place", "cimahi")}),
        ("puskesmas cimahi", {("facility_name", "puskesmas cimahi")}),
        ("nilai rs graha husada 5", {("facility_name", "rs graha husada"), ("rating", "5")}),
        ("poli tht kamis minggu depan pg", {("poli", "tht"), ("date", "kamis minggu depan"), ("time", "pg")}),
        ("bayar bulan oktober lewat bni", {("date", "bulan oktober"), ("bank", "bni")}),
        ("menurunkan kelas perawatan ke kelas III", {("membership_class", "kelas III")}),
        ("ngomong sunda aja", {("language", "sunda")}),
        ("pay in six instalments", {("months", "six")}),
        ("waktu itu diberi nomor 9990068", {("ticket_number", "9990068")}),
        ("kakak saya dirawat", {("relation", "kakak")}),
        ("kak saya mau tanya", set()),
        ("kakak saya mau tanya", set()),
        ("saudara saya sakit", {("relation", "saudara")}),
        ("mohon dibantu, saudara?", set()),
        ("autodebet livin by mandiri", {("bank", "livin by mandiri")}),
        ("lusa pagi jam 8", {("date", "lusa"), ("time", "pagi jam 8")}),
        ("benjing teng rs sardjito", {("date", "benjing"), ("facility_name", "rs sardjito")}),
        ("a cardiologist next Tuesday", {("poli", "cardiologist"), ("date", "next Tuesday")}),
        ("see a cardiologist at RS Siloam", {("poli", "cardiologist"), ("facility_name", "RS Siloam")}),
        ("mau ke psikiater", {("poli", "psikiater")}),
        ("mau ngantre pli dlm", {("poli", "dlm")}),
        ("bawa ke ENT specialist", {("poli", "ENT")}),
        ("dipungut 2 million", {("amount", "2 million")}),
        ("tunggakan dibagi 8 kali", {("months", "8 kali")}),
        ("autodebit Bank Jateng", {("bank", "Bank Jateng")}),
        ("pelayanan rs bina ramah2", {("facility_name", "rs bina")}),
        ("rsud bantul alamate", {("facility_name", "rsud bantul")}),
        ("cari kantor bpjs garut", {("facility_type", "kantor bpjs"), ("place", "garut")}),
        ("Siang min, mau tanya", set()),
        ("siang", {("time", "siang")}),
        ("pindah ke dekat tempatku", set()),
        ("poli penyakit dalam 3 hari lagi", {("poli", "penyakit dalam"), ("date", "3 hari lagi")}),
        ("turun kls 2 k 3", {("membership_class", "kls 2"), ("membership_class", "3")}),
        ("rsud pasar minggu tlp", {("facility_name", "rsud pasar minggu")}),
        ("bed rsud cibinong ksg", {("facility_name", "rsud cibinong")}),
        ("klinik di jl diponegoro", {("facility_type", "klinik"), ("place", "jl diponegoro")}),
        ("apotek di daerah pondok gede", {("facility_type", "apotek"), ("place", "pondok gede")}),
        ("rs awal bros dapat 4 bintang", {("facility_name", "rs awal bros"), ("rating", "4")}),
        ("harusnya poli paru bukan jantung", {("poli", "paru"), ("poli", "jantung")}),
        ("autodebet dari dana", {("bank", "dana")}),
        ("cicil 6 kali, sebulan jadi berapa", {("months", "6 kali")}),
        ("nyicil 10 bulan jadi berapa", {("months", "10 bulan")}),
        ("cucu saya lahir, orang tuanya di luar kota", {("relation", "cucu")}),
        (
            "dokter tht rs permata bunda kamis",
            {("poli", "tht"), ("facility_name", "rs permata bunda"), ("date", "kamis")},
        ),
        ("ditolak rs siloam kupang semalem", {("facility_name", "rs siloam kupang"), ("date", "semalem")}),
        ("book Dr. Hartono for Friday", {("doctor", "Dr. Hartono"), ("date", "Friday")}),
        ("pindah ke dr. yanto bs?", {("doctor", "dr. yanto")}),
        ("dr. bambang praktek kapan", {("doctor", "dr. bambang")}),
        ("nomor buat senen depan", {("date", "senen depan")}),
        ("pindah ke yang deket2 kuta utara aja", {("place", "kuta utara")}),
        ("sabtu habis magrib", {("date", "sabtu"), ("time", "habis magrib")}),
        ("apotek sekitar alun-alun purwokerto", {("facility_type", "apotek"), ("place", "alun-alun purwokerto")}),
        ("malam ini", {("time", "malam ini")}),
        ("kunjungan tahun 2025", {("date", "tahun 2025")}),
        ("status tiket ADU-40112", {("ticket_number", "ADU-40112")}),
        ("komplain ku yg nomor 4410092 gimana", {("ticket_number", "4410092")}),
        ("laporan saya yang 8812-3304", {("ticket_number", "8812-3304")}),
        ("mw check in, MD004410", {("booking_code", "MD004410")}),
        ("vaksin covid-19", set()),
        ("ketemu dr. putu wirawan besok", {("doctor", "dr. putu wirawan"), ("date", "besok")}),
        ("dokter hendra lagi cuti ya", {("doctor", "dokter hendra")}),
        ("rujukan dr hasan sadikin", {("facility_name", "hasan sadikin")}),
        ("mulainya dr mana", set()),
        ("kapan dr yusuf jantung masuk", {("doctor", "dr yusuf"), ("poli", "jantung")}),
        ("spesialis endokrinologi", {("poli", "endokrinologi")}),
        (
            "antar nenek ke saraf rsud wates",
            {("relation", "nenek"), ("poli", "saraf"), ("facility_name", "rsud wates")},
        ),
        ("di paru sekarang nomor berapa", {("poli", "paru")}),
        ("ndaftarin kulit lusa pagi", {("poli", "kulit"), ("date", "lusa"), ("time", "pagi")}),
        ("antrean yang di saraf batalin ya", {("poli", "saraf")}),
        ("rs di tegal yang ada bedah saraf", {("facility_type", "rs"), ("place", "tegal"), ("poli", "bedah saraf")}),
        ("gatal di kulit tolong", set()),
        ("icu wahidin kosong ga", {("facility_name", "wahidin"), ("room_class", "icu")}),
        ("nyeri di jantung", set()),
        ("setor lewat dana kmrn", {("bank", "dana"), ("date", "kmrn")}),
        ("bayar pakai dana darurat", set()),
        ("autodebit bank kalsel", {("bank", "bank kalsel")}),
        ("rawat di awal bros panam", {("facility_name", "awal bros panam")}),
        ("dirawat di kariadi", {("facility_name", "kariadi")}),
        ("rsi jemursari buka", {("facility_name", "rsi jemursari")}),
        ("pustu oesao tutup", {("facility_name", "pustu oesao")}),
        ("rsud wates bukaki", {("facility_name", "rsud wates")}),
        ("kimia farma bantul baru saya datangi", {("facility_name", "kimia farma bantul")}),
        ("almt kantor BPJS Kesehatan", {("facility_type", "kantor")}),
        ("kasih mereka 4 ya", {("rating", "4")}),
        ("I would give RSUD Wates a 3", {("facility_name", "RSUD Wates"), ("rating", "3")}),
        ("balik ke indonesia dong", {("language", "indonesia")}),
        ("my english is bad, indonesian please", {("language", "indonesian")}),
        ("nyeri menjalar ke rahang", set()),
        ("ke poli bareng suami", set()),
        ("tadinya suami saya kena phk, saya sendiri mau turun ke kelas 3 saja", {("membership_class", "kelas 3")}),
        ("suami saya kena phk", {("relation", "suami")}),
        ("istri lahiran, mau mendaftarkan anak", {("relation", "anak")}),
        (
            "nenek dirawat sejak tadi malam ibu menunggu",
            {
                ("relation", "nenek"),
                ("date", "tadi malam"),
                ("relation", "ibu"),
            },
        ),
        ("isuk jam sanga", {("date", "isuk"), ("time", "jam sanga")}),
        ("riwayat 6 bulan ini", {("months", "6 bulan")}),
        ("nunggak satu setengah tahun", {("months", "satu setengah tahun")}),
    ],
)
def test_spans(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(found.entity, found.value) for found in find_entities(text)} == expected


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("kartu 0009900000005", "card_number", "0009900000005"),
        ("nik 9999 0217 0864 0005 ya", "nik", "9999 0217 0864 0005"),
        ("no kk 9999020101200002", "family_card_number", "9999020101200002"),
        ("kartu keluarga barunya, nomor 9999020101200002", "family_card_number", "9999020101200002"),
        ("kartu keluarga saya, nik 9999020101200002", "nik", "9999020101200002"),
        ("va 8888809900000017", "virtual_account", "8888809900000017"),
        ("hp +62 812-9900-0201", "phone", "+62 812-9900-0201"),
        ("rujukan 9901B1091126P000123", "referral_number", "9901B1091126P000123"),
        ("kode booking 99ABC123", "booking_code", "99ABC123"),
        ("status laporan LP-99AB12", "ticket_number", "LP-99AB12"),
        ("kartu ⟦card⟧", "card_number", "⟦card⟧"),
    ],
)
def test_identifiers(text: str, kind: str, value: str) -> None:
    assert [(found.entity, found.value) for found in find_entities(text)] == [(kind, value)]


def test_places_of_spans_are_true() -> None:
    text = "bsk ke rsud sleman, nik 9999021708640005"
    spans = {text[found.start : found.end]: found.value for found in find_entities(text)}
    assert "9999021708640005" in spans and all(words == value for words, value in spans.items())


@pytest.mark.parametrize(
    ("written", "code"),
    [("penyakit dlm", "INT"), ("poli dalam", "INT"), ("kandungan", "OBG"), ("mata", "MAT"), ("dokter saraf", "SAR"),
     ("gigi", "GIG"), ("jantug", "JAN"), ("hati", None)],
)  # fmt: skip
def test_poli_codes(written: str, code: str | None) -> None:
    assert values.poli(written) == code


def test_first_level_has_three_polis() -> None:
    assert [values.poli(word, first_level=True) for word in ("umum", "gigi", "kandungan")] == ["001", "002", "003"]


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [("600rb", 600_000), ("1,5jt", 1_500_000), ("Rp 1.456.000", 1_456_000), ("dua juta setengah", 2_500_000),
     ("seratus lima puluh ribu", 150_000), ("35 ribu", 35_000)],
)  # fmt: skip
def test_amounts(written: str, rupiah: int) -> None:
    assert values.amount(written) == rupiah


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("12 bulan", 12),
        ("setahun", 12),
        ("2 thn", 24),
        ("enam bln", 6),
        ("sebulan", 1),
        ("setengah tahun", 6),
        ("satu setengah tahun", 18),
        ("setahun setengah", 18),
    ],
)
def test_months(written: str, count: int) -> None:
    assert values.months(written) == count


def test_classes() -> None:
    assert [values.room_class(w) for w in ("kelas 3", "kls 1", "VVIP", "icu anak", "ruang bersalin")] == [
        "KL3", "KL1", "VVP", "PIC", "SAL",
    ]  # fmt: skip
    assert [values.membership_class(w) for w in ("kelas 3", "III", "dua")] == [3, 3, 2]


def test_other_codes() -> None:
    assert values.facility_type("puskes") == "puskesmas"
    assert values.relation("anakku") == "child"
    assert values.bank("bank mandiri") == "MANDIRI"
    assert values.language("bahasa jawa") == "jv"
