import pytest

from backend.complaints.catalogue import categories, category_for

SENTENCES = {
    "room_refused": ["ibu saya ga dapet kamar, katanya penuh semua", "anak ditolak rawat inap",
                     "they turned us away, no room left"],
    "extra_charges": ["saya disuruh beli obat sendiri di luar", "diminta uang muka sama rs",
                      "kena iur biaya padahal kelas sesuai", "resepnya suruh nebus di luar, habis 300rb",
                      "I was made to pay 250k for a check-up", "keluar uang pribadi buat infus dan obat"],
    "payment": ["autodebet kepotong dua kali", "salah tagih, iuran saya sudah lunas", "I paid the premium twice"],
    "membership_status": ["kartu saya non aktif mendadak", "pbi saya dihentikan", "my membership is inactive"],
    "member_data": ["nama saya salah di kartu", "NIK ganda dengan orang lain", "wrong birth date in my data"],
    "app": ["otp ga masuk2", "ga bisa login jkn mobile", "aplikasi eror terus"],
    "queue": ["antrian diserobot orang", "nunggu 5 jam belum dipanggil", "the queue took all day",
              "yang datang belakangan malah dipanggil duluan"],
    "referral": ["puskesmas tidak mau kasih rujukan rujukan", "surat kontrol saya hilang", "referral was not sent"],
    "fktp_service": ["dokter gigi di klinik tidak pernah ada", "puskesmasnya tutup terus"],
    "hospital_service": ["operasi ditunda tiga kali oleh rsud", "pelayanan rumah sakit jelek, kamar mandi kotor"],
    "staff_conduct": ["petugas loket judes dan membentak", "the nurse was rude"],
    "fraud_data": ["ada calo minta uang", "nik saya dipakai orang lain", "I got a phishing message"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts])
def test_the_words_of_members_find_their_category(code: str, text: str) -> None:
    assert category_for(text)[0].code == code


def test_a_text_that_says_nothing_suggests_nothing() -> None:
    assert category_for("mau lapor dong min") == []
    assert category_for("") == []


def test_two_matters_in_one_text_are_both_offered() -> None:
    codes = [found.code for found in category_for("antrian lama, petugasnya judes, disuruh beli obat sendiri")]
    assert set(codes) == {"extra_charges", "queue", "staff_conduct"}


def test_every_category_can_be_shown_and_filed() -> None:
    for code, category in categories().items():
        assert category.title["id"] and category.title["en"]
        assert category.priority in ("P2", "P3")
        assert len(code) <= 32
