"""The data that a referral carries: the rows that the paper shows and no others, the same when they are read back."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from paper_samples import pages_of

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.paper.opening import data_in
from viewer.paper.referral import referral_pdf
from viewer.record.courses import concerns_today
from viewer.record.facts import Allergy, Fact, Problem, Result, Stance, Supply, Visit
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Record
from viewer.record.values import Quantity
from viewer.signin.people import Clinician, Post
from viewer.view.findings_on_paper import finding_rows
from viewer.view.imprint import Printing
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.medicines import is_forbidden
from viewer.view.pen import Pen
from viewer.view.sheet import Letter
from viewer.writing.referral import Carried, Part, Referred, document

Patient = Callable[..., Any]
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
DOCTOR = Clinician(Opaque("s"), "พญ.อรอนงค์ ตัวอย่างแพทย์", "ว.99001", Opaque("Practitioner/x"))
CLINIC = Post(Opaque("r"), "doctor", "990040001", "คลินิกเวชกรรมใจดี", "0-2000-9904")
PEOPLE = range(1, 13)
# What is of the resource and not of the row, or points to what does not come along.
APART = {
    "origin",
    "number",
    "note",
    "remarks",
    "prescriber",
    "assessor",
    "recorder",
    "basis",
    "reason",
    "severity",
    "stage",
    "category",
}


def printing(name: str, reference: str = "7F3K-2291") -> Printing:
    return Printing(DOCTOR, CLINIC, name, "9-6604-87647-59-7", NOW, NOW.replace(minute=18), reference)


def letter_for(person: Any, words: Words, draft: LetterDraft | None = None) -> tuple[Letter, Pen]:
    pen = Pen(person.record, person.ledger, NOW.date(), words)
    return letter_of(pen, printing(person.name), draft or LetterDraft(), sandbox=True), pen


def read_back(data: bytes) -> Record:
    (person,) = read_everything([Source("referral.pdf", data)], NOW.date()).persons
    return person.record


def told(fact: Fact) -> str:
    """A fact as the row it is: its facility and every field that paper tells."""
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in APART}
    if isinstance(fact, Visit):
        fields["diagnoses"] = [f"{one.words} {one.code} {one.role}".split() for one in fact.diagnoses]
    return f"{fact.origin.hcode} {type(fact).__name__} {fields!r}"


def sources_of(record: Record) -> list[Fact]:
    return [member for fact in record.facts() for member in record.members(fact)]


@pytest.mark.parametrize("number", PEOPLE)
def test_record_to_paper_to_record_gives_the_same_facts(number: int, patient: Patient, spoken: Words) -> None:
    person = patient(number)
    letter, _ = letter_for(person, spoken)
    back = read_back(data_in(referral_pdf(letter, spoken)))
    known = {told(fact) for fact in sources_of(person.record)}
    found = [told(fact) for fact in sources_of(back) if fact.origin.type != "Composition"]
    assert set(found) <= known, sorted(set(found) - known)[:2]
    assert len(found) == len(json.loads(letter.data)["entry"]) - 2 - organisations(letter.data)
    assert back.account.total.gaps == 0


@pytest.mark.parametrize("number", PEOPLE)
def test_what_is_read_back_says_what_the_paper_says(number: int, patient: Patient, spoken: Words) -> None:
    """The letter written from the data names the same allergies, diagnoses, results and medicines."""
    letter, pen = letter_for(patient(number), spoken)
    again = letter_of(
        Pen(read_back(letter.data), pen.ledger, NOW.date(), spoken),
        printing(patient(number).name),
        LetterDraft(),
        sandbox=True,
    )
    assert again.problems == letter.problems
    assert again.allergy.lines == letter.allergy.lines
    assert values(again.results) == values(letter.results)
    assert medicine_words(again) == medicine_words(letter)


@pytest.mark.parametrize("number", PEOPLE)
def test_nothing_restricted_no_id_as_sent_and_no_staff_go_along(
    number: int, patient: Patient, spoken: Words
) -> None:
    person = patient(number)
    letter, pen = letter_for(person, spoken)
    sent = letter.data.decode()
    for fact in person.record.facts():
        assert f'"id":"{fact.origin.id.reveal()}"' not in sent
        if fact.restricted:
            assert told(fact) not in {told(one) for one in sources_of(read_back(letter.data))}
    bundle = json.loads(sent)
    types = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert not types & {"Practitioner", "PractitionerRole", "Location", "Medication"}
    assert "contained" not in sent
    notes = [one for one in sources_of(read_back(letter.data)) if one.note]
    doubts = {pen.marking.doubt(one) for one in sources_of(pen.record)}
    notes = [one for one in notes if one.note not in doubts]
    assert all(isinstance(one, Result) and one.phase for one in notes), "nothing else says when it was taken"


def test_it_is_a_document_whose_references_all_stand_in_it(patient: Patient, spoken: Words) -> None:
    bundle = json.loads(letter_for(patient(1), spoken)[0].data)
    assert bundle["type"] == "document"
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"
    assert bundle["entry"][0]["resource"]["status"] == "preliminary"
    places = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(places)) == len(places)
    assert set(references(bundle)) <= set(places)
    listed = {
        one["reference"]
        for part in bundle["entry"][0]["resource"]["section"]
        for one in part.get("entry", ())
    }
    rows = {
        entry["fullUrl"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] not in ("Composition", "Patient", "Organization")
    }
    assert listed == rows


def test_a_history_by_hand_tells_no_visits(patient: Patient, spoken: Words) -> None:
    def visits(draft: LetterDraft) -> int:
        return letter_for(patient(1), spoken, draft)[0].data.count(b'"resourceType":"Encounter"')

    assert visits(LetterDraft()) == 2
    assert visits(LetterDraft(history="ไข้สามวัน")) == 0


def test_pregnancies_that_are_over_go_along_with_a_history_by_hand(patient: Patient, spoken: Words) -> None:
    data = letter_for(patient(4), spoken, LetterDraft(history="ไข้สามวัน"))[0].data
    assert data.count(b"O80.9") == 1


def test_a_preview_carries_nothing(patient: Patient, spoken: Words) -> None:
    person = patient(1)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    assert letter_of(pen, printing(person.name, reference=""), LetterDraft(), sandbox=True).data == b""


def test_digits_stand_as_they_were_sent(patient: Patient, spoken: Words) -> None:
    """2.50 is another statement than 2.5."""
    person = patient(1)
    letter, pen = letter_for(person, spoken)
    sent = {bytes(raw) for fact in pen.record.results for raw in [quantity_of(fact.origin.raw)] if raw}
    carried = json_values(letter.data)
    assert carried
    assert carried <= sent


def test_a_record_without_anything_says_unavailable_and_never_none(spoken: Words) -> None:
    pen = Pen(Record(), Ledger(), NOW.date(), spoken)
    letter = letter_of(pen, printing("นางสมมติ ทดสอบ"), LetterDraft(), sandbox=True)
    composition = json.loads(letter.data)["entry"][0]["resource"]
    codes = {part["emptyReason"]["coding"][0]["code"] for part in composition["section"]}
    assert codes == {"unavailable"}
    assert "nilknown" not in letter.data.decode()


def medicine_words(letter: Letter) -> list[list[str]]:
    """Name, dose and supplies of each row; without how many earlier ones there were, which go along as no rows."""
    told = [[cell.text for cell in row.cells[1:4]] for row in letter.medicines.rows]
    return [[text.split("\nและก่อนหน้านี้อีก")[0] for text in row] for row in told]


def organisations(data: bytes) -> int:
    return data.count(b'"resourceType":"Organization"')


def values(section: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in section.rows]


def references(thing: Any) -> list[str]:
    if isinstance(thing, list):
        return [found for item in thing for found in references(item)]
    if isinstance(thing, dict):
        mine = [thing["reference"]] if isinstance(thing.get("reference"), str) else []
        return mine + [found for item in thing.values() for found in references(item)]
    return []


def quantity_of(raw: bytes) -> bytes:
    sent = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return bytes(sent.get("valueQuantity", msgspec.Raw(b"")))


def json_values(data: bytes) -> set[bytes]:
    entries = msgspec.json.decode(data, type=dict[str, msgspec.Raw])["entry"]
    resources = [
        msgspec.json.decode(entry["resource"], type=dict[str, msgspec.Raw])
        for entry in msgspec.json.decode(entries, type=list[dict[str, msgspec.Raw]])
    ]
    return {bytes(one["valueQuantity"]) for one in resources if "valueQuantity" in one}


@pytest.mark.parametrize("number", PEOPLE)
def test_every_row_that_goes_along_is_named_on_the_paper(
    number: int, patient: Patient, spoken: Words
) -> None:
    letter, _ = letter_for(patient(number), spoken)
    paper = "".join("".join(pages_of(referral_pdf(letter, spoken))).replace("\u00a0", "").split()).casefold()
    for fact in sources_of(read_back(letter.data)):
        if isinstance(fact, Problem):
            told_as = (fact.icd[:3].casefold() or "?", "".join(fact.concept.words.casefold().split())[:12])
            assert any(words in paper for words in told_as)
        if isinstance(fact, Allergy) and fact.stance is Stance.ALLERGIC:
            assert fact.substance.words.casefold().split()[0] in paper
        if isinstance(fact, Supply):
            assert any(
                part in paper
                for part in (*map(str.casefold, fact.drug.ingredients), fact.drug.name.casefold().split()[0])
            )


def test_what_is_over_stays_behind(patient: Patient, spoken: Words) -> None:
    seen = 0
    for number in PEOPLE:
        letter, pen = letter_for(patient(number), spoken)
        named = {id(row) for row in finding_rows(pen)}
        past = [
            course
            for course in pen.courses
            if not concerns_today(course, pen.today)
            and not is_forbidden(course)
            and not any(id(row) in named for row in course.supplies)
        ]
        seen += len(past)
        carried = {told(one) for one in sources_of(read_back(letter.data))}
        over = {told(one) for course in past for row in course.supplies for one in pen.record.members(row)}
        assert not carried & over
    assert seen, "some people have stopped something"


LEFT_OFF = {"adherence": {"code": {"coding": [{"code": "not-taking"}]}}, "status": "recorded"}
HB = {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "Hb"}, "valueInteger": 4}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"resourceType": "Procedure", "status": "completed", "notDone": True, "occurrenceDateTime": "2020"},
         {"status": "not-done", "performedDateTime": "2020"}),
        ({"resourceType": "MedicationStatement", "medication": {"concept": {"text": "warfarin"}}, **LEFT_OFF},
         {"status": "not-taken"}),
        ({"resourceType": "AllergyIntolerance", "status": "refuted", "substance": {"text": "x"}},
         {"verificationStatus": {"coding": [{"code": "refuted"}]}, "code": {"text": "x"}}),
        ({"resourceType": "DiagnosticReport", "id": "r", "status": "cancelled", "effectiveDateTime": "2024-01-02",
          "contained": [HB]}, {"status": "cancelled", "effectiveDateTime": "2024-01-02", "valueInteger": 4}),
    ],
)  # fmt: skip
def test_what_turns_or_dates_a_row_goes_along_in_the_words_of_r4(
    sent: dict[str, Any], said: dict[str, Any]
) -> None:
    (person,) = read_everything([Source("a", json.dumps(sent).encode())], NOW.date()).persons
    (row,) = (row for row in person.record.facts() if row.origin.type != "DiagnosticReport")
    part = Part("x", "11450-4", (row,))
    carried = Carried("7F3K", "ใบส่งต่อ", "พญ. ก", NOW, Referred("ข", Opaque("")), (part,))
    entries = json.loads(document(carried))["entry"]
    (made,) = (one["resource"] for one in entries if one["resource"]["resourceType"] == row.origin.type)
    assert {name: made.get(name) for name in said} == said


def test_how_long_an_infusion_takes_goes_along() -> None:
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d", "duration": 30, "durationUnit": "min"}
    sent = {
        "resourceType": "MedicationRequest", "status": "active", "medicationCodeableConcept": {"text": "vancomycin"},
        "dosageInstruction": [{"text": "1 g IV", "timing": {"event": ["2026-12-01"], "repeat": repeat}}],
    }  # fmt: skip
    (person,) = read_everything([Source("a", json.dumps(sent).encode())], NOW.date()).persons
    part = Part("x", "10160-0", tuple(person.record.supplies))
    carried = Carried("7F3K", "ใบส่งต่อ", "พญ. ก", NOW, Referred("ข", Opaque("")), (part,))
    (row,) = read_back(document(carried)).supplies
    assert row.doses == person.record.supplies[0].doses
    assert (row.doses[0].over, len(row.doses[0].events)) == (Quantity(Decimal(30), "min"), 1)


UNREAD: list[dict[str, Any]] = [
    {
        "resourceType": "AllergyIntolerance", "code": {"text": "penicillin"},
        "reaction": [{"manifestation": [{"text": "ผื่น"}], "certainty": "unlikely"}],
    },
    {
        "resourceType": "Observation", "status": "final", "code": {"text": "Blood pressure"},
        "category": [{"coding": [{"code": "vital-signs"}]}], "effectiveDateTime": "2026-11-20",
        "valueQuantity": {"value": 7.1, "unit": "mmHg"}, "valueBoolean": True,
    },
    {
        "resourceType": "Encounter", "status": "finished", "class": {"value": "AMB"},
        "period": {"start": "2026-11-20"}, "reasonCode": [{"text": "ไข้"}],
    },
]  # fmt: skip


@pytest.mark.parametrize("sent", UNREAD)
def test_the_doubt_on_a_row_that_was_not_read_in_full_goes_along(sent: dict[str, Any], spoken: Words) -> None:
    (person,) = read_everything([Source("a", json.dumps(sent).encode())], NOW.date()).persons
    (row,) = person.record.facts()
    pen = Pen(person.record, Ledger(()), NOW.date(), spoken)
    doubt = pen.marking.doubt(row)
    assert doubt
    part = Part("x", "11450-4", (row,))
    carried = Carried(
        "7F3K", "ใบส่งต่อ", "พญ. ก", NOW, Referred("ข", Opaque("")), (part,), doubts={id(row): doubt}
    )
    assert doubt in document(carried).decode()
    (back,) = (one for one in read_back(document(carried)).facts() if one.origin.type == sent["resourceType"])
    assert back.note == (doubt if sent["resourceType"] != "Encounter" else "")
    assert not back.restricted


@pytest.mark.parametrize("number", PEOPLE)
def test_no_doubt_of_the_record_stays_behind(number: int, patient: Patient, spoken: Words) -> None:
    letter, pen = letter_for(patient(number), spoken)
    doubts = {told(row): pen.marking.doubt(row) for row in sources_of(pen.record) if pen.marking.doubt(row)}
    for row in sources_of(read_back(letter.data)):
        if not isinstance(row, Visit):
            assert doubts.get(told(row), "") in row.note


def test_a_restricted_row_is_refused_whole(patient: Patient) -> None:
    person = patient(1)
    hidden = msgspec.structs.replace(person.record.problems[0], restricted="hiv")
    part = Part("x", "11450-4", (hidden,))
    carried = Carried("7F3K", "ใบส่งต่อ", "พญ. ก", NOW, Referred("ข", Opaque("")), (part,))
    with pytest.raises(ValueError, match="not a row"):
        document(carried)
