"""The patient's phone: what a Thai patient reads, ticks and presses."""

from typing import Any

import httpx
import pytest
from sandbox_process import Form, forms
from unit.sandbox.desk import Desk
from unit.sandbox.small_world import MALI

from viewer.sandbox.thai import thai_kinds


def _ask(desk: Desk, **changes: Any) -> tuple[str, str]:
    """Code and link of a new request."""
    (identifier,) = desk.ask(desk.sign_in(), **changes).json()["identifier"]
    links = {each["url"]: each for each in identifier["extension"]}
    return identifier["value"], links["https://prawat.example/consent-link"]["valueUrl"]


def _form(page: httpx.Response) -> Form:
    (form,) = forms(page.text)
    return form


def _status(desk: Desk) -> str:
    return str(desk.http.get("/control/consents").json()[-1]["status"])


def test_the_page_says_who_asks_for_what_until_when(desk: Desk) -> None:
    page = desk.http.get(_ask(desk)[1])
    assert page.status_code == 200
    for words in (
        "นายสมชาย ทดสอบ",
        "นพ.ทดสอบ แพทย์",
        "แพทย์ · ว.12345",
        "รพ.หนึ่ง",
        "ใช้ประกอบการรักษาครั้งนี้",
        "ประวัติการแพ้ยาและแพ้อาหาร",
        "ยาที่ได้รับและวิธีใช้",
        "โรคและการวินิจฉัย",
        "23 พ.ย. 2569 เวลา 17.00 น.",
        "คำขอนี้ตอบได้ถึง 23 พ.ย. 2569 เวลา 09.06 น.",
    ):
        assert words in page.text, words
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in page.text
    assert "Observation" not in page.text  # no names of FHIR types before a patient


def test_facilities_are_ticked_save_those_the_person_refuses(desk: Desk) -> None:
    page = desk.http.get(_ask(desk)[1])
    form = _form(page)
    assert form.boxes == [
        ("facility", "99001", True),
        ("facility", "99002", False),
        ("facility", "990040001", True),
    ]
    assert form.buttons == [("answer", "refuse"), ("answer", "approve")]
    assert "คลินิก &lt;สาม&gt;" in page.text


def test_allowing_some_and_taking_it_back(desk: Desk) -> None:
    _, link = _ask(desk)
    sent = desk.http.post(link, data={"answer": "approve", "facility": ["99001"]})
    assert (sent.status_code, sent.headers["location"]) == (303, link)
    shown = desk.http.get(link)
    assert "ท่านอนุญาตแล้ว" in shown.text
    assert shown.text.count("<span>อนุญาต</span>") == 1
    assert shown.text.count('class="off">ไม่อนุญาต') == 2
    assert _form(shown).buttons == [("answer", "withdraw")]
    assert desk.http.post(link, data={"answer": "withdraw"}).status_code == 303
    assert "ถอนความยินยอมแล้ว" in desk.http.get(link).text
    assert _status(desk) == "inactive"


def test_refusing(desk: Desk) -> None:
    _, link = _ask(desk)
    assert desk.http.post(link, data={"answer": "refuse"}).status_code == 303
    page = desk.http.get(link)
    assert "ท่านไม่อนุญาต" in page.text
    assert forms(page.text) == []
    assert _status(desk) == "rejected"


def test_allowing_nothing_is_asked_again(desk: Desk) -> None:
    _, link = _ask(desk)
    page = desk.http.post(link, data={"answer": "approve"})
    assert page.status_code == 422
    assert "อย่างน้อย 1 แห่ง" in page.text
    assert _status(desk) == "proposed"


def test_facilities_that_were_not_asked_cannot_be_slipped_in(desk: Desk) -> None:
    _, link = _ask(desk, sources=("99001",))
    assert [value for _, value, _ in _form(desk.http.get(link)).boxes] == ["99001"]
    assert desk.http.post(link, data={"answer": "approve", "facility": ["99002"]}).status_code == 409
    assert _status(desk) == "proposed"


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_another_answer_changes_nothing(desk: Desk, answer: str) -> None:
    _, link = _ask(desk)
    assert desk.http.post(link, data={"answer": answer}).status_code == 400
    assert desk.http.post(link, json={}).status_code == 400
    assert _status(desk) == "proposed"


def test_a_request_that_ran_out_cannot_be_answered(desk: Desk) -> None:
    _, link = _ask(desk)
    desk.seconds.passed += 360
    page = desk.http.get(link)
    assert "คำขอนี้หมดเวลาตอบแล้ว" in page.text
    assert forms(page.text) == []
    assert desk.http.post(link, data={"answer": "approve", "facility": "99001"}).status_code == 409


def test_after_the_period_there_is_nothing_to_take_back(desk: Desk) -> None:
    _, link = _ask(desk)
    desk.http.post(link, data={"answer": "approve", "facility": "99001"})
    desk.seconds.passed += 9 * 3600
    page = desk.http.get(link)
    assert "สิ้นสุดเวลาที่อนุญาต" in page.text
    assert forms(page.text) == []
    assert desk.http.post(link, data={"answer": "withdraw"}).status_code == 409


def test_a_request_taken_back_by_who_asked_says_so(desk: Desk) -> None:
    headers = desk.sign_in()
    asked = desk.ask(headers).json()
    link = asked["identifier"][0]["extension"][0]["valueUrl"]
    desk.http.put(f"/fhir/Consent/{asked['id']}", headers=headers, json=asked | {"status": "inactive"})
    assert "ผู้ขอยกเลิกคำขอแล้ว" in desk.http.get(link).text


def test_a_child_is_answered_for_by_the_guardian(desk: Desk) -> None:
    _, link = _ask(desk, patient=MALI)
    page = desk.http.get(link)
    assert "ด.ญ.มะลิ ทดสอบ" in page.text
    assert "ผู้ปกครองที่ตอบแทน: นางแม่ ทดสอบ (มารดา)" in page.text
    desk.http.post(link, data={"answer": "approve", "facility": "990040001"})
    consent = desk.http.get("/control/consents").json()[-1]["id"]
    kept = desk.http.get(f"/fhir/Consent/{consent}", headers=desk.sign_in()).json()
    assert kept["performer"] == [{"display": "นางแม่ ทดสอบ (มารดา)"}]


@pytest.mark.parametrize(
    "write", [str, lambda code: f"{code[:3]} {code[3:]}", lambda code: _thai_digits(code)]
)
def test_the_six_digits_lead_to_the_request(desk: Desk, write: Any) -> None:
    code, link = _ask(desk)
    assert _form(desk.http.get("/phone")).fields == {"code": ""}
    led = desk.http.post("/phone", data={"code": write(code)})
    assert (led.status_code, led.headers["location"]) == (303, link)


def _thai_digits(code: str) -> str:
    return code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


def test_a_code_cannot_be_guessed_for_long(desk: Desk) -> None:
    code, _ = _ask(desk)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    answers = [desk.http.post("/phone", data={"code": wrong}).status_code for _ in range(25)]
    assert answers == [404] * 20 + [429] * 5
    assert desk.http.post("/phone", data={"code": code}).status_code == 429
    desk.seconds.passed += 60
    assert desk.http.post("/phone", data={"code": code}).status_code == 303


def test_a_code_that_ran_out_or_was_answered_leads_nowhere(desk: Desk) -> None:
    code, link = _ask(desk)
    desk.http.post(link, data={"answer": "refuse"})
    assert desk.http.post("/phone", data={"code": code}).status_code == 404


def test_an_unknown_link_leads_nowhere(desk: Desk) -> None:
    assert desk.http.get("/phone/c/unknown").status_code == 404
    assert desk.http.post("/phone/c/unknown", data={"answer": "approve"}).status_code == 404


def test_kinds_of_data_are_told_once_and_none_is_left_out() -> None:
    assert thai_kinds(["MedicationRequest", "MedicationDispense", "Patient"]) == ["ยาที่ได้รับและวิธีใช้"]
    assert thai_kinds(["Linkage"]) == ["ข้อมูลสุขภาพอื่น"]
    assert thai_kinds([]) == []
