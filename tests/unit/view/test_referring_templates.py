"""A template of a referral holds nothing of a patient."""

import pytest
from unit.view.made import STROKE, draft_of

from viewer.view.referring.template import ALLOWED, Why, fit
from viewer.visit.referral import Field, ReferralDraft, drawn_into, written

F = Field


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("โปรดประเมินและให้การรักษาต่อ", None),
        ("นายบุญมี มีอาการบวม", Why.NAME),
        ("คุณบุญมี มีอาการบวม", Why.NAME),
        ("ครอบครัวสมมติวงศ์", Why.NAME),
        ("โทร 08-1234-5678", Why.NUMBER),
        ("HN 1234567", Why.NUMBER),
        ("๙ ๖๖๐๔ ๘๗๖๔๗ ๕๙ ๗", Why.NUMBER),
        ("นัด 15 ธ.ค. 2570", Why.DATE),
        ("ตรวจ 3/11/2569", Why.DATE),
        ("Cr มากกว่า 2.0 หรือ K มากกว่า 5.5", None),
        ("N18.4 โรคไตเรื้อรัง ระยะที่ 4", Why.FROM_RECORD),
    ],
)
def test_a_template_holds_nothing_of_a_patient(text: str, why: Why | None) -> None:
    drawn = drawn_into(ReferralDraft(), F.PAST, ("N18.4 โรคไตเรื้อรัง ระยะที่ 4 (A 3 พ.ย. 2569)",))
    found = fit(written(drawn, {F.ASKED: text}), ["นายบุญมี สมมติวงศ์"])
    assert found.refused.get(F.ASKED) == why
    assert (F.ASKED in found.texts) == (why is None)
    assert F.PAST not in found.texts


def test_what_is_one_patients_by_its_nature_is_never_offered() -> None:
    doses = {F.REPLY_HOME: "warfarin 3 mg ครั้งละ 1 เม็ด", F.MEDICINES_GIVEN: "rt-PA 50 mg"}
    found = fit(draft_of({**STROKE, **doses}), ["นายบุญมี สมมติวงศ์"])
    offered = {*found.texts, *found.refused}
    assert not offered & doses.keys()
    assert offered <= set(ALLOWED)
    assert not offered & {
        F.SYSTOLIC,
        F.RELATIVE,
        F.RELATIVE_PHONE,
        F.ACCEPTED_BY,
        F.NUMBER,
        F.COVERAGE_NUMBER,
    }
