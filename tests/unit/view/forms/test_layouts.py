"""The layouts against the lists of their fields, one by one: each stands on its paper or is absent for a reason; what
can be typed for it is typed on the page, printed where the layout has it, and read back from the data."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from form_samples import CLINIC, FORMS, REPLIED, Told
from forms_read import everything, labels, ticked
from layout_fields import (
    ABSENT,
    CARD,
    LAYOUT_A,
    LAYOUT_B,
    LAYOUT_C,
    NOT_TYPED,
    NURSE,
    RECONCILED,
    REPLY,
    SAMPLES,
    Place,
)
from paper_samples import pages_of, thai

from viewer.base.settings import ReferralCodes
from viewer.paper.form import form_pdf
from viewer.paper.reconciliation import medicines_pdf
from viewer.paper.referral import referral_pdf
from viewer.record.facts import Procedure
from viewer.record.shelf import Source, read_everything
from viewer.view.allergy_card import allergy_card
from viewer.view.forms.blocks import Ruled
from viewer.view.forms.primary import primary
from viewer.view.forms.reply import reply
from viewer.view.forms.structured import structured
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.pen import Pen
from viewer.view.reconciling.form import medicines_form
from viewer.view.referring.data import written as as_data
from viewer.view.referring.paper_words import form_fields, letter_draft
from viewer.view.sheet import Letter
from viewer.visit.reconciliation import Reconciliation
from viewer.visit.referral import REPLY_FIELDS, Field, ReferralDraft, written

SITE = ReferralCodes()
DRAFT = written(ReferralDraft(), {name: typed for name, (typed, _) in SAMPLES.items()})
LAYOUTS = {"A": LAYOUT_A, "B": LAYOUT_B, "C": LAYOUT_C}
ROWS = [(layout, field, place) for layout, fields in LAYOUTS.items() for field, place in fields.items()]


@pytest.fixture(scope="module")
def told() -> Told:
    return Told(1, thai())


@pytest.fixture(scope="module")
def letter(told: Told) -> Letter:
    """With everything written that can be."""
    now, words = told.printing().now, told.pen.words
    draft = letter_draft(DRAFT, words, SITE, now)
    data = as_data(DRAFT, words, SITE, CLINIC, now)
    return letter_of(told.pen, told.printing(), replace(draft, written=data), sandbox=True)


@pytest.fixture(scope="module")
def filled_in(told: Told, letter: Letter) -> dict[str, str]:
    """What is filled in on each layout, without its labels where they can be told apart."""
    fields = form_fields(DRAFT, told.pen.words, SITE, told.printing().now)
    b = structured(letter, told.pen, told.printing(), fields)
    c = primary(letter, told.pen, told.printing(), fields)
    a = "".join(pages_of(referral_pdf(letter, told.pen.words)))
    return {"A": flat(a), "B": flat(everything(b)), "C": flat(everything(c))}


@pytest.fixture(scope="module")
def printed(told: Told) -> dict[str, str]:
    """The paper of each layout with nothing written, as it comes out of the printer."""
    words, printing = told.pen.words, told.printing()
    empty = letter_of(told.pen, printing, LetterDraft(), sandbox=True)
    made = {"B": structured(empty, told.pen, printing, {}), "C": primary(empty, told.pen, printing, {})}
    found = {name: flat("".join(pages_of(form_pdf(form, words)))) for name, form in made.items()}
    return {"A": flat("".join(pages_of(referral_pdf(empty, words)))), **found}


def test_a_nurse_sends_layout_c_and_stands_in_no_physicians_place(told: Told) -> None:
    printing = told.printing()
    nurse = replace(printing, post=replace(printing.post, role="referral-nurse"))
    empty = letter_of(told.pen, nurse, LetterDraft(), sandbox=True)
    form = primary(empty, told.pen, nurse, {})
    paper = flat("".join(pages_of(form_pdf(form, told.pen.words))))
    assert "พยาบาลผู้ส่ง" in paper
    assert "แพทย์ผู้ส่ง" not in paper
    assert form.signer[0] == f"({nurse.clinician.name})"
    assert structured(empty, told.pen, nurse, {}).signer == empty.signer == ()
    clerk = replace(printing, post=replace(printing.post, role="referral-clerk"))
    assert primary(letter_of(told.pen, clerk, LetterDraft(), sandbox=True), told.pen, clerk, {}).signer == ()


def flat(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("layout", "field", "place"), ROWS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_field_of_a_layout_is_on_its_paper_or_absent_for_a_reason(
    layout: str,
    field: str,
    place: Place,
    told: Told,
    letter: Letter,
    filled_in: dict[str, str],
    printed: dict[str, str],
) -> None:
    if not place.label:
        assert isinstance(place.how, str)
        assert place.how.startswith(ABSENT), field
        return
    full = structured if layout == "B" else primary
    said = form_fields(DRAFT, told.pen.words, SITE, told.printing().now)
    known = labels(full(letter, told.pen, told.printing(), said)) if layout != "A" else set()
    assert place.label in known or flat(place.label) in printed[layout] + filled_in[layout], field
    for name in () if isinstance(place.how, str) else place.how:
        words = SAMPLES[name][1]
        assert flat(words) in filled_in[layout] or is_a_box(layout, name, letter), (field, name)


def is_a_box(layout: str, name: Field, letter: Letter) -> bool:
    """Layout C has three steps of urgency of its own."""
    return layout == "C" and name is Field.URGENCY and bool(letter.urgency)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("what", NURSE)
def test_what_a_referral_nurse_hands_over_is_on_every_layout(
    what: str, layout: str, filled_in: dict[str, str]
) -> None:
    assert [name for name in NURSE[what] if flat(SAMPLES[name][1]) not in filled_in[layout]] == []


def test_every_field_of_the_page_is_asked_for_by_a_layout_or_the_nurse() -> None:
    placed = {
        name for fields in LAYOUTS.values() for place in fields.values() for name in place.how if place.how
    }
    handed = {name for names in NURSE.values() for name in names}
    tracks = {name for name in Field if name.value.split("-")[0] in ("stroke", "stemi", "trauma", "sepsis")}
    assert set(Field) - placed - handed - tracks - REPLY_FIELDS == set()
    assert all(NOT_TYPED.values())


def test_every_field_of_the_reply_is_there(told: Told, letter: Letter) -> None:
    found = labels(reply(letter, told.pen, told.printing(), {}))
    assert {field for field, label in REPLY.items() if label not in found} == set()


def test_whatever_is_written_of_a_reply_stands_on_it_and_in_its_data() -> None:
    form = FORMS["reply-written"](Told(1, thai()))
    text = flat(everything(form))
    coded = {Field.REPLY_REASON, Field.REPLY_RESULT, Field.REPLY_STAY}
    assert set(REPLIED) | {Field.REPLY_STAY} == REPLY_FIELDS
    assert [name for name, said in REPLIED.items() if name not in coded and flat(said) not in text] == []
    assert ticked(form) == ["6 ส่งกลับไปยังสถานพยาบาลที่ส่งมา", "ส่งต่อไปยัง", "1 ตอบรับการส่งต่อ"]
    (answers,) = (one for one in json.loads(form.data)["entry"]
                  if one["resource"]["resourceType"] == "QuestionnaireResponse")  # fmt: skip
    items = {item["linkId"]: item["answer"][0] for item in answers["resource"]["item"]}
    assert items.keys() == {name.value for name in REPLIED}
    assert (items["reply-reason"]["valueCoding"]["code"], items["reply-result"]["valueCoding"]["code"]) == (
        "6",
        "1",
    )


def test_every_field_of_an_allergy_card_is_there() -> None:
    told = Told(8, thai())
    known = next(one for one in told.pen.record.persons if any(i.kind == "hn" for i in one.identifiers))
    here = replace(CLINIC, hcode=known.origin.hcode)
    card = allergy_card(told.pen, told.printing(post=here), sandbox=True)
    text = flat(repr(card))
    wanted = {**CARD, "ชื่อผู้ป่วย": told.printing().name}
    missing = {field for field, words in wanted.items() if flat(words) not in text}
    (entry,) = card.entries
    assert entry.unnamed, "who assessed it is a line to write on: no source says"
    assert missing == {"ผู้ประเมิน"}
    elsewhere = allergy_card(told.pen, told.printing(post=replace(CLINIC, hcode="99999")), sandbox=True)
    assert "HN" not in repr(elsewhere.holder_lines), "a facility that never saw the person has none"


def test_every_field_of_the_reconciliation_record_is_there(told: Told) -> None:
    form = medicines_form(told.subject, Reconciliation(), told.printing(), sandbox=True)
    text = flat("".join(pages_of(medicines_pdf(form, told.pen.words))))
    assert {field for field, words in RECONCILED.items() if flat(words) not in text} == set()


def test_what_was_typed_stands_in_the_places_that_fhir_has_for_it(letter: Letter) -> None:
    entries = [entry["resource"] for entry in json.loads(letter.data)["entry"]]
    request = next(one for one in entries if one["resourceType"] == "ServiceRequest")
    hcode = "https://terms.sil-th.org/id/th-moph-hcode"
    assert request["performer"] == [
        {"display": "รพ.ปลายทาง", "identifier": {"system": hcode, "value": "10670"}}
    ]
    assert request["occurrencePeriod"] == {"end": "2026-12-31"}
    assert request["quantityQuantity"] == {"value": 6, "unit": "ครั้ง"}
    assert request["note"] == [{"text": "ญาติตามไปภายหลัง"}]
    extensions = {one["url"].rpartition("/")[2]: one for one in request["extension"]}
    category = extensions["ex-servicerequest-refer-patient-category"]["valueCodeableConcept"]["coding"][0]
    assert category == {
        "system": "https://terms.sil-th.org/core/CodeSystem/cs-43file-refer-encounter-class",
        "code": "3",
        "display": "ผู้ป่วยฉุกเฉิน (ยกเว้นอุบัติเหตุ)",
    }
    (clinic,) = extensions["ex-servicerequest-refer-requester-detail"]["extension"]
    assert clinic == {"url": "department", "valueReference": {"display": "หอผู้ป่วยอายุรกรรมชาย"}}
    assert extensions["servicerequest-precondition"]["valueCodeableConcept"] == {"text": "รู้สึกตัวดี"}
    place = request["insurance"][0]["reference"].removeprefix("urn:uuid:")
    coverage = next(one for one in entries if one["id"] == place)
    assert coverage["type"]["coding"][0]["code"] == "SSS"
    assert (coverage["subscriberId"], coverage["payor"]) == (
        "SS-778899",
        [{"display": "สำนักงานประกันสังคมเขต 3"}],
    )
    procedure = next(one for one in entries if one["resourceType"] == "Procedure")
    assert procedure["code"]["coding"] == [{"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": "96.04"}]
    assert procedure["performedDateTime"] == "2026-11-23T13:05:00+07:00"
    person = next(one for one in entries if one["resourceType"] == "Patient")
    assert person["identifier"][1] == {
        "system": "https://terms.sil-th.org/hcode/9/990040001/HN",
        "value": "123456/69",
    }
    assert person["telecom"] == [{"system": "phone", "value": "08-0000-0003"}]
    answers = next(one for one in entries if one["resourceType"] == "QuestionnaireResponse")["item"]
    told = {item["linkId"]: item["answer"] for item in answers}
    assert told["department"][0]["valueCoding"] == {
        "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        "code": "IMP",
        "display": "inpatient encounter",
    }
    assert told["department"][1] == {"valueString": "IPD"}


def test_what_was_typed_is_read_back_from_the_data(told: Told, letter: Letter) -> None:
    today = told.printing().now.date()
    (person,) = read_everything([Source("r.pdf", letter.data)], today).persons
    assert person.record.account.total.gaps == 0
    pen = Pen(person.record, told.patient.ledger, today, told.pen.words)
    own = [row for row in person.record.facts() if row.origin.hcode == CLINIC.hcode]
    text = flat(" ".join(map(repr, own)) + " ".join(map(repr, person.record.persons)))
    plain = {**SAMPLES, Field.CHIEF: SAMPLES[Field.CHIEF][:1] * 2}  # on paper its label stands before it
    left = {name for name, (_, words) in plain.items() if flat(words) not in text}
    assert left == {
        Field.SYSTOLIC, Field.DIASTOLIC, Field.GCS_EYE, Field.GCS_VERBAL, Field.GCS_MOTOR,
    }  # fmt: skip
    assert pen.pressures[0].systolic == Decimal(186), "halves and scores are rows of their own, not words"
    (done,) = (row for row in person.record.procedures if row.origin.hcode == CLINIC.hcode)
    assert isinstance(done, Procedure)
    assert (done.concept.words, "spinal block" in done.note) == ("ใส่ท่อช่วยหายใจ", True)


def test_half_a_payer_is_no_payer_and_nobody_is_made_up(told: Told) -> None:
    now, words = told.printing().now, told.pen.words
    for typed, payor in (
        ({Field.COVERAGE: "บัตรทอง"}, "unknown"), ({Field.BILL_TO: "อบจ."}, "อบจ."), ({Field.TO: "รพ."}, None),
    ):  # fmt: skip
        draft = written(ReferralDraft(), typed)
        made = replace(
            letter_draft(draft, words, SITE, now), written=as_data(draft, words, SITE, CLINIC, now)
        )
        data = json.loads(letter_of(told.pen, told.printing(), made, sandbox=True).data)
        found = [one["resource"] for one in data["entry"] if one["resource"]["resourceType"] == "Coverage"]
        if payor is None:
            assert found == []
        else:
            assert payor in repr(found[0]["payor"])


def test_a_code_is_what_was_written_first_and_has_the_words_of_no_other(told: Told, letter: Letter) -> None:
    """E11 is not E11.2; what stands as principal does not become a comorbidity."""
    typed = ("E11.2 เบาหวานลงไต", "E11 เบาหวาน")
    said = {"principal": "E11.2", "comorbid": "E11, E11.2", "complication": "J18.9"}
    form = structured(
        replace(letter, diagnoses=typed, problems=(), problem_keys=()), told.pen, told.printing(), said
    )
    (table,) = (block.section for block in form.parts
                if isinstance(block, Ruled) and block.section.name == "icd10")  # fmt: skip
    assert [[cell.text for cell in row.cells[:3]] for row in table.rows] == [
        ["E11.2", "เบาหวานลงไต", "โรคหลัก"], ["E11", "เบาหวาน", "โรคร่วม"],
        ["J18.9", "", "โรคแทรก"],
    ]  # fmt: skip
