"""What a site sets for its papers: for its own facility, and Thai digits in numbers and dates of letters only."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from form_samples import CLINIC, Told
from paper_samples import thai
from PIL import Image

from viewer.base.settings import Profile, SettingsUnreadable, SitePaper, read_profile
from viewer.base.words import Words
from viewer.view.forms.blocks import Filled
from viewer.view.forms.primary import primary
from viewer.view.issuing import House, houses, issuer
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.sheet import Letter

ADDRESS = "12 หมู่ 3 ต.บ้านเหนือ อ.เมือง จ.ธารสุวรรณ 99000"
SET = SitePaper(
    name="คลินิกเวชกรรมใจดี (สาขาตลาด)", affiliation="สังกัดเอกชน", address=ADDRESS, phone="0-2111-1111",
    form_numbers={"referral": "บส.08", "referral-c": "รบ.1"}, thai_digits=True, medicine_list="A4",
)  # fmt: skip
BASE: dict[str, Any] = {
    "name": "x", "title": "x", "base": "https://hie.example/fhir", "issuer": "https://id.example", "client_id": "c",
    "origins": ["https://hie.example"],
}  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


@pytest.fixture(scope="module")
def told(words: Words) -> Told:
    return Told(1, words)


def letter(told: Told, house: House) -> Letter:
    printing = replace(told.printing(), house=house)
    return letter_of(told.pen, printing, LetterDraft(number="12/2569", asked="ปรับยา 2 ตัว"), sandbox=True)


def test_the_head_has_what_the_site_set_and_else_what_the_exchange_knows(words: Words) -> None:
    made = issuer(CLINIC, House(SET), words)
    assert made.name == "คลินิกเวชกรรมใจดี (สาขาตลาด)"
    reached = "รหัสสถานพยาบาล\u00a0990040001 · โทร\u00a00-2111-1111"
    assert made.lines == ("สังกัดเอกชน", ADDRESS, reached)
    plain = issuer(CLINIC, House(), words)
    assert (plain.name, plain.lines) == (CLINIC.facility, (reached.replace("0-2111-1111", "0-2000-9904"),))


def test_thai_digits_are_for_the_number_and_the_date_of_a_letter_only(told: Told) -> None:
    made, usual = letter(told, House(SET)), letter(told, House())
    assert (made.number, made.form_number) == ("๑๒/๒๕๖๙", "บส.๐๘")
    assert made.sent == "๒๓ พฤศจิกายน พ.ศ. ๒๕๖๙ เวลา ๑๔.๒๐ น."
    assert "เลขที่ ๑๒/๒๕๖๙" in made.running_head
    assert made.asked == "ปรับยา 2 ตัว"
    for part in ("results", "medicines", "diagnoses", "results_note", "footer", "legend", "patient"):
        assert getattr(made, part) == getattr(usual, part), part
    said = repr((made.results, made.medicines, made.problems, made.footer, made.allergy, made.patient))
    assert not any(digit in said for digit in "๐๑๒๓๔๕๖๗๘๙")
    form = primary(made, told.pen, replace(told.printing(), house=House(SET)), {})
    assert form.number == "รบ.๑"
    (filled,) = (block for block in form.opening[:1] if isinstance(block, Filled))
    assert filled.lines[0].value == "๑๒/๒๕๖๙"


def profile_at(folder: Path, papers: object) -> Path:
    path = folder / "profile.json"
    path.write_text(json.dumps({**BASE, "papers": papers}), encoding="utf-8")
    return path


def test_a_crest_lies_beside_the_profile_and_is_of_that_facility_only(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("L", (9, 9)).save(out, "PNG")
    (tmp_path / "crest.png").write_bytes(out.getvalue())
    profile = read_profile(profile_at(tmp_path, {"99004": {"crest": "crest.png"}}))
    made = houses(profile)
    assert made["99004"].crest == out.getvalue()
    assert "99005" not in made


@pytest.mark.parametrize(
    ("papers", "field"),
    [
        ({"99004": {"crest": "not-there.png"}}, "papers.99004.crest"),
        ({"99004": {"crest": "profile.json"}}, "papers.99004.crest"),
        ({"99004": {"colour": "red"}}, "papers.99004.colour"),
        ({"99004": {"medicine_list": "A3"}}, "papers.99004.medicine_list"),
        ({"99004": {"form_numbers": {"refferal": "1"}}}, "papers.99004.form_numbers.refferal"),
    ],
)
def test_what_does_not_fit_is_told_by_its_field(tmp_path: Path, papers: object, field: str) -> None:
    path = profile_at(tmp_path, papers)
    with pytest.raises(SettingsUnreadable) as told:
        houses(read_profile(path))
    assert field in str(told.value)
    assert "red" not in str(told.value)


def test_nothing_set_is_nothing() -> None:
    assert houses(Profile(**BASE)) == {}
