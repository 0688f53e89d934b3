"""Since when a disease is known: the earliest that a source states, as precise as it was sent, of one spell only."""

from typing import Any

from form_samples import Told

from viewer.base.words import Words
from viewer.view.problems import problem_rows

from .made import pen_of

ICD = "http://hl7.org/fhir/sid/icd-10"
PAST = "การตั้งครรภ์หรือการคลอดครั้งก่อน"


def condition(code: str, name: str = "ก", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "code": {"text": name, "coding": [{"system": ICD, "code": code}]},
        "clinicalStatus": {"coding": [{"code": "active"}]},
    } | more


def closed(day: str = "") -> dict[str, Any]:
    ended = {"abatementDateTime": day} if day else {}
    return {"clinicalStatus": {"coding": [{"code": "resolved"}]}} | ended


def since(words: Words, *resources: dict[str, Any]) -> list[str]:
    return [row.cells[1].text for row in problem_rows(pen_of(words, *resources))]


def test_a_disease_is_known_since_the_earliest_beginning_that_a_source_states(words: Words) -> None:
    dialysis = condition("Z99.2", recordedDate="2026-11-20"), condition("Z99.2", onsetDateTime="2023")
    assert since(words, *dialysis) == ["พ.ศ. 2566"]
    two = condition("E11.9", onsetDateTime="2024-03"), condition("E11.9", onsetDateTime="2019-05-03")
    assert since(words, *two) == ["3 พ.ค. 2562"]
    refuted = condition("E11.9", onsetDateTime="2010", verificationStatus={"coding": [{"code": "refuted"}]})
    assert since(words, *two, refuted) == ["3 พ.ค. 2562"]


def test_days_of_records_are_called_so_and_never_a_beginning(words: Words) -> None:
    old, new = condition("I10", recordedDate="2024-06-06"), condition("I10", recordedDate="2025-01-20")
    assert since(words, new) == ["บันทึก 20 ม.ค. 2568"]
    assert since(words, new, old) == ["บันทึกแรก 6 มิ.ย. 2567"]
    began = condition("I10", onsetDateTime="2025-02-01")
    assert since(words, began, old) == ["1 ก.พ. 2568 · บันทึก 6 มิ.ย. 2567"]
    told = condition("I10", onsetString="ตั้งแต่หนุ่ม", recordedDate="2025-01-20")
    assert since(words, told, began) == ["1 ก.พ. 2568 · “ตั้งแต่หนุ่ม” · บันทึก 20 ม.ค. 2568"]


def test_of_what_comes_and_goes_the_newest_day_is_told_too(words: Words) -> None:
    first, second = (
        condition("J06.9", onsetDateTime="2017-01-03"),
        condition("J06.9", onsetDateTime="2026-11-01"),
    )
    assert since(words, first, second) == ["3 ม.ค. 2560 · ล่าสุด 1 พ.ย. 2569"]
    recorded = condition("J06.9", recordedDate="2026-11-20")
    assert since(words, first, recorded) == ["3 ม.ค. 2560 · บันทึกล่าสุด 20 พ.ย. 2569"]


def test_an_episode_that_was_closed_is_no_beginning_of_the_new_one(words: Words) -> None:
    new = condition("C50.9", onsetDateTime="2025-04-01")
    assert since(words, condition("C50.9", onsetDateTime="2012", **closed("2014")), new) == ["1 เม.ย. 2568"]
    assert since(words, condition("C50.9", onsetDateTime="2012", **closed()), new) == ["1 เม.ย. 2568"]
    both = (
        condition("C50.9", onsetDateTime="2012", **closed("2014")),
        condition("C50.9", onsetDateTime="2019", **closed("2020")),
    )
    assert since(words, *both) == ["พ.ศ. 2562"]


def test_a_stage_is_known_since_it_was_reached(words: Words) -> None:
    rows = problem_rows(
        pen_of(
            words,
            condition("N18.3", onsetDateTime="2019"),
            condition("N18.4", onsetDateTime="2024-02"),
            condition("N18.4", recordedDate="2026-11-03"),
        )
    )
    assert rows[0].cells[1].text == "ก.พ. 2567"
    assert rows[0].cells[0].note.startswith("N18.3 ตั้งแต่ พ.ศ. 2562 → N18.4 ตั้งแต่ ก.พ. 2567")


def test_the_dialysis_of_a_sandbox_person_began_in_2566(words: Words) -> None:
    rows = {row.cells[0].code: row.cells[1].text for row in problem_rows(Told(12, words).pen)}
    assert (rows["Z99.2"], rows["N18.5"]) == ("พ.ศ. 2566", "พ.ศ. 2566")
    assert rows["E78.5"] == "บันทึกแรก 19 พ.ย. 2566"


def test_a_pregnancy_of_years_ago_stands_apart_from_todays(words: Words) -> None:
    rows = [row for row in problem_rows(Told(4, words).pen) if row.cells[0].code == "Z34.9"]
    assert [(row.group, row.cells[1].text) for row in rows] == [("", "12 พ.ค. 2569"), (PAST, "29 มี.ค. 2564")]
    assert [[note.letter for note in row.sources] for row in rows] == [["C"], ["B"]]
    assert len({row.key for row in rows}) == 2


def test_a_delivery_and_a_last_period_part_two_pregnancies(words: Words) -> None:
    codes = condition("Z34.9", recordedDate="2026-05-10"), condition("Z34.9", recordedDate="2026-11-01")
    assert len(problem_rows(pen_of(words, *codes))) == 1
    delivered = condition("O80.9", onsetDateTime="2026-06-20")
    rows = [row for row in problem_rows(pen_of(words, *codes, delivered)) if row.cells[0].code == "Z34.9"]
    assert [(row.group, row.cells[1].text) for row in rows] == [
        ("", "บันทึก 1 พ.ย. 2569"),
        (PAST, "บันทึก 10 พ.ค. 2569"),
    ]
    period = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8665-2"}]},
        "effectiveDateTime": "2026-11-01",
        "valueDateTime": "2026-09-01",
    }
    assert len(problem_rows(pen_of(words, *codes, period))) == 2


def test_a_pregnancy_known_before_a_delivery_is_over(words: Words) -> None:
    codes = condition("Z34.9", recordedDate="2026-05-10"), condition("O80.9", onsetDateTime="2026-11-10")
    groups = {row.cells[0].code: row.group for row in problem_rows(pen_of(words, *codes))}
    assert groups == {"Z34.9": PAST, "O80.9": ""}
