"""Where a referral goes: facilities are found by name or code, and what does not fit the directory is doubted; so are
codes that are none, days that are past, and what makes no sense as a number."""

from datetime import datetime

import pytest
from paper_samples import thai

from viewer.base.clock import BANGKOK
from viewer.base.settings import ReferralCodes
from viewer.exchange.directory import Facility
from viewer.view.referring.doubts import doubted, icd_codes
from viewer.view.referring.facilities import Facilities
from viewer.view.referring.fields import blocks
from viewer.visit.referral import Field, ReferralDraft, written

NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
KNOWN = Facilities(
    {
        code: Facility(code, name)
        for code, name in (
            ("99001", "รพ.ศูนย์ธารสุวรรณ"), ("99002", "โรงพยาบาลบ้านเหนือคลอง"), ("990040001", "คลินิกเวชกรรมใจดี"),
        )
    }
)  # fmt: skip
NONE = Facilities({})
F = Field


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("ศูนย์", ["99001"]),
        ("โรงพยาบาลศูนย์", ["99001"]),
        ("รพ.บ้าน", ["99002"]),
        ("คลอง เหนือ", ["99002"]),
        ("99", ["990040001", "99001", "99002"]),
        ("๙๙๐๐๑", ["99001"]),
        ("รพ.ศูนย์ธารสุวรรณ แผนกไต", []),
        ("ร", []),
        ("", []),
    ],
)
def test_facilities_are_found_by_words_of_the_name_or_the_beginning_of_the_code(
    typed: str, codes: list[str]
) -> None:
    assert [one.hcode for one in KNOWN.like(typed)] == codes


@pytest.mark.parametrize(
    ("directory", "code", "named", "doubts"),
    [
        (KNOWN, "99001", "รพ.ศูนย์ธารสุวรรณ แผนกไต", False),
        (KNOWN, "99 001", "โรงพยาบาลศูนย์ธารสุวรรณ", False),
        (KNOWN, "๙๙๐๐๑", "", False),
        (KNOWN, "99001", "รพ.บ้านเหนือคลอง", True),
        (KNOWN, "10670", "รพ.ขอนแก่น", True),
        (NONE, "10670", "รพ.ขอนแก่น", False),
        (NONE, "1067", "รพ.ขอนแก่น", True),
        (NONE, "รพ.", "", True),
        (KNOWN, "", "รพ.ขอนแก่น", False),
    ],
)
def test_a_code_that_is_none_or_anothers_is_doubted(
    directory: Facilities, code: str, named: str, doubts: bool
) -> None:
    assert directory.doubts(code, named) is doubts


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({F.PRINCIPAL: "N18.4"}, set()),
        ({F.PRINCIPAL: "N18.4 E11.2"}, {F.PRINCIPAL}),
        ({F.PRINCIPAL: "ไตวาย"}, {F.PRINCIPAL}),
        ({F.COMORBID: "e112, I10"}, set()),
        ({F.COMPLICATION: "DM type 2"}, {F.COMPLICATION}),
        ({F.PRINCIPAL: "N18.4", F.COMORBID: "I10 n184"}, {F.COMORBID}),
        ({F.COMORBID: "I10", F.COMPLICATION: "I10"}, {F.COMPLICATION}),
        ({F.PROCEDURE_CODE: "96.04"}, set()),
        ({F.PROCEDURE_CODE: "ใส่ท่อ"}, {F.PROCEDURE_CODE}),
        ({F.VALID_UNTIL: "31/12/2569"}, set()),
        ({F.VALID_UNTIL: "22/11/2569"}, {F.VALID_UNTIL}),
        ({F.VALID_UNTIL: "สิ้นปี"}, {F.VALID_UNTIL}),
        ({F.VALID_TIMES: "3"}, set()),
        ({F.VALID_TIMES: "0"}, {F.VALID_TIMES}),
        ({F.VALID_TIMES: "หลายครั้ง"}, {F.VALID_TIMES}),
        ({F.PROCEDURE_AT: "เช้ามืด"}, {F.PROCEDURE_AT}),
        ({F.TEMPERATURE: "372"}, {F.TEMPERATURE}),
        ({F.TO: "รพ.บ้านเหนือคลอง", F.TO_CODE: "99001"}, {F.TO_CODE}),
        ({}, set()),
    ],
)
def test_what_is_likely_typed_wrong_is_doubted(texts: dict[Field, str], expected: set[Field]) -> None:
    page = blocks(thai(), ReferralCodes())
    assert doubted(written(ReferralDraft(), texts), page, KNOWN, NOW) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [("n184", ("N18.4",)), ("E11.2, I10", ("E11.2", "I10")), ("DM type 2", ("DM type 2",)), ("", ())],
)
def test_codes_are_told_in_one_spelling_and_words_stay_words(text: str, codes: tuple[str, ...]) -> None:
    assert icd_codes(text) == codes
