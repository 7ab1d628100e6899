"""Questions further about what was just talked of, and those that need no topic."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.actions.further import further_asked
from bot.actions.further_questions import questions
from bot.actions.reading import Reading
from bot.actions.topic import asks_something


def said(text: str, **slots: Any) -> Reading:
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": []}
    return Reading(Tracker("t", slots, message, [], False, None, {}, None))


@pytest.mark.parametrize(
    ("faq", "text", "asked"),
    [
        ("fraud_warning", "dia minta otp tapi ga saya kasih", "fraud_code_kept"),
        ("fraud_warning", "udah keburu kepencet, hpnya jadi lemot", "fraud_phone_odd"),
        (None, "gimana ngambil jht saya kak", "other_bpjs_claim"),
        (None, "kartu pbi saya mati gara-gara pkh dicabut", None),
        (None, "blt kapan cair ya", "social_aid"),
        (None, "kantor dinsos makassar sebelah mana", "social_office_where"),
        (None, "kalau lupa cek in gimana", "check_in_left_out"),
        (None, "operasi hernia ditanggung to", "operation_named"),
        (None, "jadwal operasi hernia saya kapan", None),
        (None, "chat ini kesimpan sampai kapan", "data_kept_long_too"),
        ("add_family_member", "lengkap semua, nda usah ditambah lagi", "nobody_is_added"),
        ("add_family_member", "ga usah ditambah, tapi tagihannya berapa?", None),
        ("fraud_warning", "cuma kebuka linknya", "fraud_clicked"),
        ("fraud_warning", "udah kubuka terus ku isi pin", "fraud_done"),
        ("fraud_warning", "lapor polisi dmn", "fraud_police"),
        ("mobile_jkn_signup", "kodenya saya kirim ke sini aja ya?", "otp_into_chat"),
        (None, "kode booking saya kirim ke sini?", None),
        ("mobile_jkn_signup", "kirimin kodenya dong", "otp_sent_by_us"),
        (None, "apa istri sama anak ditanggung juga?", "family_covered"),
        (None, "operasi istri saya ditanggung ga", None),
        ("benefits_covered", "kalau kemoterapi?", "named_cancer"),
        ("benefits_covered", "lahiran caesar ditanggung ga", "named_birth"),
        ("benefits_covered", "operasi caesar istri saya kapan", None),
        ("privacy_policy", "could you send me a copy?", "data_copy"),
        ("privacy_policy", "kirim salinan rujukannya", None),
        (None, "is the data ever sold?", "data_recipients"),
        (None, "24 jam ga?", "assistant_hours"),
        (None, "cuci darah 24 jam ga?", None),
        ("fraud_warning", "udah saya install", "fraud_done"),
        ("fraud_warning", "saldo bisa ilang ga", "fraud_account"),
        ("fraud_warning", "berapa iuran kelas 3", None),
        (None, "udah keklik", None),
        (None, "terlanjur kasih otp", "fraud_told"),
        ("death_report", "iya slamet widodo", "death_name"),
        ("death_report", "iya tolong hubungkan", None),
        ("death_report", "anak2 masih bisa berobat?", "death_family"),
        ("death_report", "cara nutup kartunya gimana", "death_how"),
        ("death_report", "cucunya boleh melapor?", "death_who"),
        ("death_report", "eh ternyata tiga hari lalu", "death_when"),
        ("death_report", "kena stroke", "death_told"),
        ("death_report", "kartu kisnya disimpan aja?", "death_card"),
        ("death_report", "nomor yang dihubungi", "death_contact"),
        ("death_report", "namanya ada di kk kami", "death_in_register"),
        ("death_report", "laporin di sini aja bisa kan", "death_by_chat"),
        ("death_report", "tolong cekin tagihan saya", None),
        ("death_report", "cek jg tagihan punya almarhumah ibu dong", "death_others_data"),
        ("death_report", "status kartu saya gmn skrg", None),
        ("death_report", "nek dilaporke sasi ngarep kasep ora", "death_late"),
        ("death_report", "aktenya difoto aja boleh?", "death_photo"),
        ("death_report", "aktenya belum jadi gmn", "death_deed"),
        ("change_fktp", "klo dipindah skrg besok udah bisa berobat disana?", "fktp_when"),
        ("virtual_account_info", "boleh digabung bayarnya sama punya saya", "pay_together"),
        ("death_report", "kalau sempat lebih bayar, uangnya kembali ga", "death_paid"),
        ("register_newborn", "emaknya nunggak 3 bulan, anaknya kena jg ga", "newborn_parents_inactive"),
        ("register_newborn", "surat lahire durung digawekke bidane", "newborn_letter_later"),
        ("register_newborn", "kk belum ada nama bayinya", "newborn_papers"),
        ("payment_channels", "yg mau dibayar punya ibu mertua", "pay_for_others"),
        ("payment_channels", "bapak ikut kartu saya aja bisa gratis?", "in_law_joins"),
        ("death_report", "kartu saya sendiri masih aktif kan", None),
        (None, "surat kematian bapak belum jadi", "death_deed_named"),
        ("death_report", "cara lapornya?", "death_how"),
        (None, "biaya pemakaman ditanggung?", "funeral"),
        ("job_loss", "kabarnya dijamin enam bulan", "job_conditions"),
        ("out_of_town_treatment", "kudu nganggo surat pengantar ora", "away_bring"),
        ("service_penalty", "kalau istri lahiran gimana", "penalty_any_care"),
        ("service_penalty", "sing ngitung sapa", "penalty_payee"),
        ("class_rule", "apa wajib kelasnya sama semua", "class_all_same"),
        ("control_visit", "boleh dateng di tanggal lain dari suratnya?", "visit_other_day"),
        ("arrears_effect", "katanya ada denda 2 persen", "late_fine"),
        ("service_penalty", "kalau hari ke 50 gimana", "penalty_window"),
        ("service_penalty", "kalau cuma kontrol", "penalty_outpatient"),
        ("autodebit_rule", "kalo nunggak dipotong sekalian ga", "autodebit_arrears"),
        ("autodebit_rule", "bank mandiri bisa?", "autodebit_banks"),
        ("screening_rule", "ga dikasih ke kantor suami saya kan?", "data_shared_screening"),
        (None, "kantor bpjs terdekat di mana", None),
        ("payment_due_date", "kalau tanggal 10 jatuh hari minggu", "due_late_day"),
        (None, "kalo gitu kasih tau aja kemana ngadunya", "complaint_where"),
        (None, "lapor kehilangan kartu kemana ya", None),
        (None, "dia yang nyuruh kok", "told_to"),
        (None, "petugas yang nyuruh bayar", None),
        (None, "mantan pacar saya bisa dicek berobat dimana", "others_data"),
        (None, "pacar saya sakit mau berobat dimana", None),
        ("fraud_warning", "laporin aja nomornya", "fraud_report"),
        ("fraud_warning", "saya sudah lapor polisi", None),
        ("fraud_warning", "nomor wa penipunya ⟦phone⟧", "fraud_sender"),
        ("fraud_warning", "nomor hp saya ⟦phone⟧", None),
        ("fraud_warning", "kok bisa dia punya nik saya", "fraud_how_known"),
        ("fraud_warning", "otp nya barusan saya kasih", "fraud_gave_code"),
        (None, "file undangan.apk udah saya buka", "fraud_file_opened"),
        (None, "linknya belum saya buka", None),
        ("traffic_accident", "kalau diserempet mobil", "accident_collision"),
        ("traffic_accident", "terus kalau nabrak tiang", "accident_alone"),
        ("traffic_accident", "waktu itu lagi narik ojek", "accident_at_work"),
        ("check_bed_availability", "rujukan saya bisa dipakai di sana?", "beds_new_referral"),
        (None, "komplain biasanya berapa hari dijawab", "complaint_when_named"),
        (None, "laporan saya sudah 3 hari kok belum dijawab", None),
        ("complaints_form", "rumah sakitnya kerja sama bpjs ga sih", "complaint_contracted"),
        ("service_penalty", "kalau ditunggu bulan depan", "penalty_wait"),
        ("payment_channels", "adminnya kena berapa", "admin_fee"),
        ("living_abroad", "anak di sini tetap jalan?", "abroad_family"),
        (None, "bpjs simpan data apa aja", "data_kept"),
        (None, "data saya dihapus jadi bukan peserta?", "data_is_not_membership"),
        (None, "kartu ketinggalan, masih bisa berobat?", "lost_card_care"),
        (None, "kartu keluarga hilang gimana", None),
        (None, "dimana ada nicu kosong", "intensive_bed"),
        (None, "icu ditanggung berapa hari", None),
        ("contribution_rates", "kalau anak yang keempat gimana", "rates_fourth_child"),
        ("contribution_rates", "anak kedua bayar juga?", "rates_children"),
        ("autodebit_rule", "kepotongnya tgl brp ya", "autodebit_dates"),
        ("class_rule", "kalau ikut rehab langsung bisa turun kelas?", "class_by_instalments"),
    ],
)
def test_what_is_asked_further(faq: str | None, text: str, asked: str | None) -> None:
    found = further_asked(said(text, topic={"faq": faq} if faq else None))
    assert found is (questions()[asked] if asked else None)


def test_another_answer_that_is_named_goes_before_a_pattern() -> None:
    named = [{"entity": "faq_id", "value": "arrears_writeoff"}]
    slots = {"topic": {"faq": "service_penalty"}}
    for sure, asked in ((0.95, None), (0.5, questions()["penalty_wait"])):
        message = {"text": "ada pemutihan katanya, tinggal tunggu aja", "entities": named}
        message |= {"intent": {"name": "faq", "confidence": sure}}
        assert further_asked(Reading(Tracker("t", slots, message, [], False, None, {}, None))) is asked


@pytest.mark.parametrize(
    ("seen", "text", "asked"),
    [
        ({"kind": "bill", "of": "paid_by_member"}, "segitu untuk 3 orang kan?", "bill_for_whom"),
        ({"kind": "bill", "of": "paid_by_member"}, "is that for the whole family?", "bill_for_whom"),
        ({"kind": "bill", "of": "paid_by_member"}, "bayar buat kelas 3 berapa", None),
        ({"kind": "rehab_offer"}, "lah kok 24 bulan, saya nunggaknya 3 tahun", "bill_capped"),
        ({"kind": "status", "of": "card_active"}, "terus tunggakannya?", "status_arrears"),
        ({"kind": "membership", "of": "card_inactive"}, "kartu suami juga ga aktif?", "status_of_relative"),
        ({"kind": "bill", "of": "payment_waiting"}, "kira2 berapa hari beresnya", "payment_how_long"),
    ],
)
def test_what_is_asked_of_the_screen(seen: dict[str, Any], text: str, asked: str | None) -> None:
    assert further_asked(said(text, shown=seen)) is (questions()[asked] if asked else None)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("melahirkan di situ ditanggung nda", True),
        ("kacamata iso ora pak", True),
        ("kacamata ditanggung mboten nggih", True),
        ("kartu saya tidak aktif", False),
        ("obatnya tidak dikasih", False),
        ("tiasa henteu", True),
    ],
)
def test_questions_that_end_in_a_regional_no(text: str, asks: bool) -> None:
    assert asks_something(text) is asks
