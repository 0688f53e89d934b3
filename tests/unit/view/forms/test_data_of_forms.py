"""The data that layouts B and C of a referral and the reply carry: the rows that each shows, and no others."""

import json
import re
from functools import cache
from typing import Any

import pytest
from form_samples import CLINIC, FORMS, Told
from paper_samples import pages_of, thai
from sandbox_people import TODAY

from viewer.paper.form import form_pdf
from viewer.paper.opening import data_in
from viewer.record.facts import Allergy, Fact, Problem, Procedure, Result, Supply, Visit
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Record
from viewer.view.forms.blocks import Form, Ruled
from viewer.view.forms.reply import reply
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.letter_results import shown_on_paper
from viewer.view.letter_vitals import vitals_on_paper

PEOPLE = range(1, 13)
CARRYING = ("referral-b", "referral-b-written", "referral-c", "referral-c-written", "reply", "reply-written")
# What is of the resource and not of the row, or points to what does not come along.
APART = {
    "origin", "number", "note", "remarks", "prescriber", "assessor", "recorder", "basis", "reason", "severity", "stage",
    "category", "performer", "body_site", "outcome", "complication", "follow_up", "not_done_reason",
}  # fmt: skip


@cache
def told(number: int) -> Told:
    return Told(number, thai())


@cache
def paper(name: str, number: int) -> tuple[Form, bytes]:
    form = FORMS[name](told(number))
    return form, form_pdf(form, thai())


def read_back(data: bytes) -> Record:
    (person,) = read_everything([Source("referral.pdf", data)], TODAY).persons
    return person.record


def line_of(fact: Fact) -> str:
    """A fact as the row it is: its facility and every field that paper tells."""
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in APART}
    if isinstance(fact, Visit):
        fields["diagnoses"] = [f"{one.words} {one.code} {one.role}".split() for one in fact.diagnoses]
    return f"{fact.origin.hcode} {type(fact).__name__} {fields!r}"


def sources_of(record: Record, kind: type[Fact] = Fact) -> list[Fact]:
    found = (member for fact in record.facts() for member in record.members(fact))
    return [fact for fact in found if isinstance(fact, kind) and fact.origin.type != "Composition"]


def resources(data: bytes) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(data)["entry"]]


def squeezed(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("number", PEOPLE)
@pytest.mark.parametrize("name", ["referral-b", "referral-c", "reply"])
def test_record_to_paper_to_record_gives_the_same_facts(name: str, number: int) -> None:
    _, pdf = paper(name, number)
    back = read_back(data_in(pdf))
    known = {line_of(fact) for fact in sources_of(told(number).patient.record)}
    found = [line_of(fact) for fact in sources_of(back)]
    theirs = {line for line in found if not line.startswith(CLINIC.hcode)}  # ours is what the sender wrote
    assert theirs <= known, sorted(theirs - known)[:2]
    rows = [one for one in resources(data_in(pdf))
            if one["resourceType"] not in ("Composition", "Patient", "Organization")]  # fmt: skip
    assert len(found) == len(rows)
    assert back.account.total.gaps == 0


@pytest.mark.parametrize("number", PEOPLE)
@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("referral-b", ()),
        ("referral-c", (Procedure,)),
        ("reply", (Problem, Visit, Procedure)),
    ],
)
def test_what_a_form_does_not_show_is_not_in_its_data(
    name: str, absent: tuple[type[Fact], ...], number: int
) -> None:
    back = read_back(data_in(paper(name, number)[1]))
    assert [fact for kind in absent for fact in sources_of(back, kind)] == []


@pytest.mark.parametrize("number", PEOPLE)
def test_layout_c_shows_the_results_of_the_letter_and_carries_exactly_what_it_shows(number: int) -> None:
    """The table, the vital signs, and what the remarks on medicines stand on."""
    form, pdf = paper("referral-c", number)
    pen = told(number).pen
    carried = {line_of(one): one for one in sources_of(read_back(data_in(pdf)), Result)}
    (table,) = (block.section for block in form.parts if isinstance(block, Ruled) and _is_results(block))
    text = squeezed("".join(pages_of(pdf)))
    for row in table.rows:
        assert all(squeezed(cell.text) in text for cell in row.cells)
    for one in carried.values():
        assert isinstance(one, Result)
        assert one.components or pen.speech.value(one.value).split()[0] in text
    shown = (*shown_on_paper(pen), *vitals_on_paper(pen))
    assert {line_of(one) for row in shown for one in pen.record.members(row)} <= set(carried)
    same = sources_of(read_back(data_in(paper("referral-b", number)[1])), Result)
    assert set(carried) == set(map(line_of, same))


def _is_results(block: Ruled) -> bool:
    return block.section.name == "letter-results"


def test_layout_c_says_where_no_result_was_found() -> None:
    """Nothing found is told under a heading of its own, never left out in silence."""
    bare = next(n for n in PEOPLE if not list(shown_on_paper(told(n).pen)))
    form, pdf = paper("referral-c", bare)
    (block,) = (block for block in form.parts if isinstance(block, Ruled) and _is_results(block))
    assert squeezed(block.section.empty) in squeezed("".join(pages_of(pdf)))


@pytest.mark.parametrize("number", PEOPLE)
def test_layout_b_carries_every_row_of_its_tables(number: int) -> None:
    back = read_back(data_in(paper("referral-b", number)[1]))
    record, pen = told(number).patient.record, told(number).pen
    for kind in (Allergy, Procedure):
        printable = [fact for fact in record.facts() if isinstance(fact, kind) and not fact.restricted]
        wanted = {line_of(one) for fact in printable for one in record.members(fact)}
        if kind is Procedure and len({(pen.who(one), pen.date(one.when)) for one in printable}) > 12:
            continue  # the older ones are counted on the paper, and stay behind
        assert {line_of(one) for one in sources_of(back, kind)} == wanted


@pytest.mark.parametrize("name", CARRYING)
@pytest.mark.parametrize("number", PEOPLE)
def test_nothing_restricted_no_id_as_sent_and_no_staff_go_along(name: str, number: int) -> None:
    data = data_in(paper(name, number)[1])
    back = {line_of(one) for one in sources_of(read_back(data))}
    for fact in told(number).patient.record.facts():
        assert f'"id":"{fact.origin.id.reveal()}"' not in data.decode()
        assert not fact.restricted or line_of(fact) not in back
    kinds = {one["resourceType"] for one in resources(data)}
    assert not kinds & {"Practitioner", "PractitionerRole", "Location", "Medication"}


TABLED = {
    "systolic",
    "diastolic",
    "pulse",
    "respiration",
    "temperature",
    "spo2",
    "pain",
}  # under a head with the unit


@pytest.mark.parametrize("number", [1, 2, 10])
@pytest.mark.parametrize("name", ["referral-b-written", "referral-c-written", "reply-written"])
def test_every_text_of_the_data_stands_on_the_paper(name: str, number: int) -> None:
    _, pdf = paper(name, number)
    text = squeezed("".join(pages_of(pdf)))
    (answers,) = (one for one in resources(data_in(pdf)) if one["resourceType"] == "QuestionnaireResponse")
    said = {
        item["linkId"]: "\n".join(
            one.get("valueString") or one["valueCoding"]["display"] for one in item["answer"]
        )
        for item in answers["item"]
    }
    assert len(said) > 5
    for link, value in said.items():
        if link in TABLED:
            value = re.match(r"[\d.]+", value)[0]  # type: ignore[index]  # a number with its unit
        if link.startswith("gcs-"):
            value = value[:2]  # E4V5M6 says it in letters
        if link == "urgency" and name == "referral-b-written":
            value = value.partition("(")[0]  # the box that is ticked has its code, the label its system
        lines = value.split(", " if link == "attached" else "\n")
        assert all(squeezed(line) in text or line in ("ผลแล็บ",) for line in lines), (link, value)


def test_a_reply_asks_for_nothing_and_its_diagnoses_are_final() -> None:
    found = resources(data_in(paper("reply-written", 1)[1]))
    assert not [one for one in found if one["resourceType"] == "ServiceRequest"]
    assert found[0]["type"]["coding"][0]["code"] == "11488-4"
    mine = [one for one in found if one["resourceType"] == "Condition"]
    assert [one["code"]["text"] for one in mine] == ["Ischemic stroke", "สงสัยหัวใจเต้นผิดจังหวะ"]
    assert {one["verificationStatus"]["coding"][0]["code"] for one in mine} == {"confirmed"}
    assert {one["identifier"][0]["value"] for one in mine} == {CLINIC.hcode}


@pytest.mark.parametrize("number", PEOPLE)
@pytest.mark.parametrize("name", CARRYING)
def test_every_part_of_the_data_has_a_title(name: str, number: int) -> None:
    (composition,) = (one for one in resources(data_in(paper(name, number)[1]))
                      if one["resourceType"] == "Composition")  # fmt: skip
    assert all(part["title"] and part["code"]["text"] for part in composition["section"])


def test_a_referral_asks_and_its_diagnoses_are_provisional() -> None:
    for name in ("referral-b-written", "referral-c-written"):
        found = resources(data_in(paper(name, 1)[1]))
        assert [one["status"] for one in found if one["resourceType"] == "ServiceRequest"] == ["draft"]
        sure = [one["verificationStatus"]["coding"][0]["code"] for one in found
                if one["resourceType"] == "Condition" and one["code"]["text"] == "Ischemic stroke"]  # fmt: skip
        assert sure == ["provisional"]


def test_a_row_that_the_writer_leaves_off_is_in_no_data() -> None:
    one = told(1)
    keys = frozenset(
        {
            row.key
            for row in letter_of(one.pen, one.printing(), LetterDraft(), sandbox=True).medicines.rows[:1]
        }
    )
    draft = LetterDraft(left_out=keys)
    letter = letter_of(one.pen, one.printing(), draft, form="reply", sandbox=True)
    form = reply(letter, one.pen, one.printing(), {})
    before = sources_of(read_back(data_in(paper("reply", 1)[1])), Supply)
    after = sources_of(read_back(form.data), Supply)
    assert {line_of(row) for row in after} <= {line_of(row) for row in before}


def test_a_preview_carries_nothing() -> None:
    one = told(1)
    printing = one.printing(reference="")
    for form in ("referral-b", "referral-c", "reply"):
        assert letter_of(one.pen, printing, LetterDraft(), form=form, sandbox=True).data == b""
