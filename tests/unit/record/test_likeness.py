"""One number, one person? Whose name and year of birth both differ is another; where one differs both are shown."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.described import confirmed_person, tells_of_another
from viewer.record.story import Tally

TODAY = date(2026, 11, 23)
HERE = Facility("99002", "รพ.บ้านเหนือคลอง")
SOMPORN = confirmed_person("นายสมพร จำลองสุข", "male", "1979-05-30", TODAY)


def described(name: Any, birth: str = "1979-05-30", gender: str = "male") -> dict[str, Any]:
    names = name if isinstance(name, list) else [{"text": name}] if name else []
    return {"resourceType": "Patient", "id": "p", "name": names, "birthDate": birth, "gender": gender}


def parted(given: str, family: str, prefix: str = "") -> list[dict[str, Any]]:
    return [{"given": [given], "family": family, **({"prefix": [prefix]} if prefix else {})}]


CASES = [
    # name, birth, refused, remarks
    ("the same", "นายสมพร จำลองสุข", "1979-05-30", False, ()),
    ("without title", "สมพร จำลองสุข", "1979-05-30", False, ()),
    ("in parts", parted("สมพร", "จำลองสุข", "นาย"), "1979-05-30", False, ()),
    ("family in the suffix", [{"given": ["สมพร"], "suffix": ["จำลองสุข"]}], "1979", False, ()),
    ("all in the family", [{"family": "สมพร จำลองสุข"}], "1979-05-30", False, ()),
    ("another title", "ด.ช.สมพร จำลองสุข", "1979-05-30", False, ()),
    ("year of the Buddhist era", "นายสมพร จำลองสุข", "2522-05-30", False, ("date-buddhist-year",)),
    ("one letter differs", "นายสมพล จำลองสุข", "1979-05-30", False, ("name-differs",)),
    ("one letter differs, Buddhist year",
     "นายสมพล จำลองสุข", "2522-05-30", False, ("date-buddhist-year", "name-differs")),
    ("married", "นายสมพร ใจดี", "1979-05-30", False, ("name-differs",)),
    ("only the day differs", "นายสมพร จำลองสุข", "1979-01-01", False, ("birth-differs",)),
    ("only the year differs", "นายสมพร จำลองสุข", "1997-05-30", False, ("birth-differs",)),
    ("name and day differ, the year does not",
     "นายสมพล จำลองสุข", "1979-01-01", False, ("name-differs", "birth-differs")),
    ("nothing is told", "", "", False, ()),
    ("name differs, no birth date", "นายวิชัย ตัวอย่าง", "", False, ("name-differs",)),
    ("year differs, no name", "", "1950", False, ("birth-differs",)),
    ("in another script", "Mr Somporn Jamlongsuk", "1950-01-01", False, ("birth-differs",)),
    ("both, one of them in both scripts", [{"text": "Mr Somporn"}, {"text": "นายวิชัย ตัวอย่าง"}], "1950", True, ()),
    ("birth date that cannot be read", "นายวิชัย ตัวอย่าง", "0000-00-00", False, ("date-unreadable", "name-differs")),
    ("somebody else", "นายวิชัย ตัวอย่าง", "1950-01-01", True, ()),
    ("somebody else, year of the Buddhist era", "นายวิชัย ตัวอย่าง", "2493-01-01", True, ()),
    ("the newborn under the mother's number", "บุตรนางสมพร จำลองสุข", "2021-11-11", True, ()),
    ("the newborn, in parts", parted("บุตรนางสมพร", "จำลองสุข"), "2021-11-11", True, ()),
    ("the newborn in the year of her birth",
     "บุตรนางสมพร จำลองสุข", "1979-11-11", False, ("name-differs", "birth-differs")),
    ("a newborn with a name of its own", "ด.ญ.มะลิ จำลองสุข", "2021-11-11", True, ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "birth", "refused", "remarks"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_cases(name: Any, birth: str, refused: bool, remarks: tuple[str, ...]) -> None:
    patient = described(name, birth)
    raw = json.dumps(patient, ensure_ascii=False).encode()
    assert tells_of_another(SOMPORN, TODAY)(raw) == ("other-person" if refused else "")
    binder = Binder(TODAY, Opaque("p"), confirmed=SOMPORN)
    row = {
        "resourceType": "Condition",
        "id": "1",
        "subject": {"reference": "Patient/p"},
        "code": {"text": "I10"},
    }
    entries = [{"resource": patient}, {"resource": row}]
    added = binder.add(
        json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode(), HERE
    )
    record = binder.record()
    assert added.refused is refused
    if refused:
        assert record.account.total == Tally(received=2, gaps=2), "refused whole"
        assert {(gap.code, gap.hcode) for gap in record.gaps} == {("other-person", "99002")}
        assert (record.persons, record.problems) == ((), ())
    else:
        assert record.account.total == Tally(received=2, shown=1, supporting=1)
        (person,) = record.persons
        assert (
            tuple(remark.code for remark in person.remarks if remark.code != "facility-from-parcel")
            == remarks
        )


@pytest.mark.parametrize(
    ("sent", "told"), [("female", True), ("male", False), ("unknown", False), ("", False)]
)
def test_another_sex_is_remarked_on_and_refuses_nothing(sent: str, told: bool) -> None:
    binder = Binder(TODAY, Opaque("p"), confirmed=SOMPORN)
    binder.add(json.dumps(described("นายสมพร จำลองสุข", gender=sent)).encode(), HERE)
    (person,) = binder.record().persons
    assert any(remark.code == "sex-differs" for remark in person.remarks) is told


def test_what_is_no_patient_or_no_json_describes_nobody() -> None:
    ask = tells_of_another(SOMPORN, TODAY)
    assert not ask(b"")
    assert not ask(b"{")
    assert not ask(json.dumps({"resourceType": "Group", "name": "x"}).encode())
    assert not ask(json.dumps({"resourceType": "Patient", "name": "x", "birthDate": 7}).encode())
