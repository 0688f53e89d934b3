"""ใบส่งต่อผู้ป่วย in words: what the record knows in the order of the Thai form, dotted lines for what it does not.

Nothing is concluded here. What a clinician writes comes in a LetterDraft; an empty field is a line to write on,
never "none". Restricted rows are on no paper: the pen puts them aside, and what was opened on
screen is hidden again first.
"""

from dataclasses import dataclass, replace

from viewer.base.opaque import Opaque
from viewer.exchange.ledger import FINISHED_WELL, LineState
from viewer.record.courses import Course, CourseState
from viewer.record.facts import Fact, Person
from viewer.signin.roles import REFERRAL, REFERRAL_C, REPLY
from viewer.view import medicines as told
from viewer.view.allergy_words import allergy_block
from viewer.view.band import beware, beware_word, caution_rows, still_asking, unknown_anticoagulant
from viewer.view.findings_on_paper import finding_rows, level_phrases, on_paper, printed_findings
from viewer.view.imprint import Printing, imprint, who_signs
from viewer.view.issuing import issuer
from viewer.view.letter_medicines import letter_medicines, printed_courses
from viewer.view.letter_results import letter_results, shown_results
from viewer.view.letter_rows import letter_data
from viewer.view.letter_story import VISITS, diagnosis_words, history, omitted_prose, open_problems
from viewer.view.letter_vitals import vital_line, vitals_on_paper
from viewer.view.numbering import with_year
from viewer.view.particulars import address, hospital_number, phone_of
from viewer.view.pen import Pen
from viewer.view.persons import age_words
from viewer.view.relatives import kin
from viewer.view.sheet import Letter, LetterBlock, LetterLine
from viewer.view.standing import state_note
from viewer.visit.referral import OFFERED
from viewer.writing.referral import Referred
from viewer.writing.referred import Written


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What the clinician wrote. Empty = a dotted line on paper; an empty ``history`` leaves its place to the visits.

    ``attachments``: codes of what goes along; what the letter has no box for stands in ``attached_other``, too. What
    of all this goes along as data is ``written``.
    """

    number: str = ""
    to: str = ""
    urgency: str = ""
    coverage: str = ""  # สิทธิ
    asked: str = ""
    history: str = ""
    treatment: str = ""
    cause: str = ""
    medicines_given: str = ""
    medicines_on_way: str = ""
    attachments: tuple[str, ...] = ()
    to_code: str = ""  # HCODE of where it goes
    chief: str = ""  # อาการสำคัญ
    other: str = ""  # รายละเอียดอื่น ๆ
    attached_other: str = ""
    phone: str = ""  # the person's, and so on: "" = as the record has it
    hn: str = ""
    address: str = ""
    travel_other: str = ""
    past: str = ""  # past and family history
    registered: str = ""  # หน่วยบริการประจำ
    examination: str = ""
    diagnoses: tuple[str, ...] = ()  # the clinician's own: what the record knows is no diagnosis of today
    travel: str = ""  # code of the ticked box: "ambulance", "own", "other"
    companion: str = ""
    companion_phone: str = ""
    blocks: tuple[LetterBlock, ...] = ()
    left_out: frozenset[str] = frozenset()  # keys of rows that the writer leaves off the paper
    opened: bool = False  # rows of restricted access that were opened stand on it, too: the pen has them
    written: Written | None = None  # the same for the data that goes along


def letter_of(
    pen: Pen, printing: Printing, draft: LetterDraft, *, form: str = REFERRAL, sandbox: bool
) -> Letter:
    """The letter. ``form``: the code of the form that is made of it, which carries the rows that it shows itself."""
    say, house, courses = pen.say, printing.house, printed_courses(pen, draft.left_out)
    if form == REFERRAL_C:  # wherever its number stands: on the slip that comes back, too
        draft = replace(draft, number=with_year(draft.number, printing.now.date()))
    foot, issued = imprint(pen, printing, opened=draft.opened), issuer(printing.post, house, pen.words)
    problems = [row for row in open_problems(pen) if row.key not in draft.left_out]
    made = Letter(
        facility=issued.name,
        facility_lines=issued.lines,
        crest=issued.crest,
        form_number=house.number(REFERRAL),
        title=say("Referral letter"),
        privacy=say("Personal health data, not to be shown to others"),
        number=house.digits(draft.number),
        sent=_sent(pen, printing),
        to=" ".join(filter(None, (draft.to, f"({draft.to_code.strip()})" if draft.to_code else ""))),
        urgency=draft.urgency,
        patient=_patient(pen, printing, draft),
        address=address(pen, draft.address),
        running_head=_running_head(pen, printing, draft),
        allergy=allergy_block(pen, paper=True),
        asked=draft.asked,
        history=draft.history,
        story=history(pen, draft.left_out, visits=not draft.history),
        problems=tuple(diagnosis_words(pen, row) for row in problems),
        problem_keys=tuple(row.key for row in problems),
        results_note=vital_line(
            pen, beside=f"{draft.history}\n{draft.examination}" if form == REFERRAL else ""
        ),
        results=letter_results(pen, draft.left_out),
        diagnoses=draft.diagnoses,
        treatment=draft.treatment,
        cause=draft.cause,
        beware=tuple(filter(None, (still_asking(pen), unknown_anticoagulant(pen), beware(pen)))),
        remarks=_remarks(pen, courses, draft.left_out),
        medicines=letter_medicines(pen, courses, draft.left_out),
        legend=_legend(pen, courses, draft),
        signer=_signer(pen, printing),
        footer=tuple(filter(None, (foot.footer[0], omitted_prose(pen, draft.left_out), *foot.footer[1:]))),
        synthetic=sandbox,
        emergency=printing.emergency,
        strong=(*foot.strong, *_loud(pen)),
        reply_about=_reply_about(pen, printing, draft),
        data=_data(pen, printing, draft, form) if printing.reference else b"",
        data_said=_data_said(pen, form),
    )
    return _with_what_was_written(made, draft, pen)


def _with_what_was_written(made: Letter, draft: LetterDraft, pen: Pen) -> Letter:
    """What not every letter has."""
    return replace(
        made,
        chief=pen.say("Chief complaint: {text}", text=draft.chief) if draft.chief else "",
        medicines_given=draft.medicines_given,
        medicines_on_way=draft.medicines_on_way,
        other=draft.other,
        attachments=draft.attachments,
        attached_other=draft.attached_other,
        past=draft.past,
        examination=draft.examination,
        travel=draft.travel,
        travel_other=draft.travel_other,
        companion=draft.companion,
        companion_phone=draft.companion_phone,
        blocks=draft.blocks,
    )


def _sent(pen: Pen, printing: Printing) -> str:
    """The day and the time in full."""
    day, clock = pen.speech.full_day(printing.now.date()), pen.speech.clock(printing.now)
    return printing.house.digits(pen.say("{day} at {clock}", day=day, clock=clock))


def _sex(pen: Pen) -> str:
    return pen.speech.sex(next((person.gender for person in pen.record.persons if person.gender), ""))


def _data_said(pen: Pen, form: str) -> str:
    if form == REPLY:
        return pen.say("The data of this reply (FHIR)")
    return pen.say("The data of this referral letter (FHIR)")


def _data(pen: Pen, printing: Printing, draft: LetterDraft, form: str) -> bytes:
    """The rows that the form shows; none for a preview, which has no reference yet."""
    say = pen.say
    person = Referred(
        name=printing.name,
        citizen_id=Opaque(printing.citizen_id),
        gender=next((one.gender for one in pen.record.persons if one.gender), ""),
        birth=pen.birth.raw if pen.birth else "",
        phone=draft.phone or phone_of(pen),
        address=draft.address or next((one.address for one in _addressed(pen)), ""),
        hn=draft.hn,
        hcode=printing.post.hcode,
    )
    return letter_data(
        pen,
        printing,
        person,
        form=form,
        title=say("Reply to a referral, referral back") if form == REPLY else say("Referral letter"),
        visits=0 if draft.history else VISITS,
        left_out=draft.left_out,
        written=draft.written,
        opened=draft.opened,
    )


def _running_head(pen: Pen, printing: Printing, draft: LetterDraft) -> str:
    digits = printing.house.digits
    number = pen.say("No. {number}", number=digits(draft.number)) if draft.number else ""
    about = f"{_sex(pen)} {age_words(pen)}"
    return " · ".join(filter(None, (printing.name, about, printing.citizen_id, number)))


def _patient(pen: Pen, printing: Printing, draft: LetterDraft) -> tuple[LetterLine, ...]:
    """The person's lines of the form; a label that begins with a newline begins a new line."""
    say, birth = pen.say, pen.birth
    phone = draft.phone or phone_of(pen)
    return (
        LetterLine(say("With this letter I refer the patient"), printing.name),
        LetterLine(say("sex"), _sex(pen)),
        LetterLine(say("age"), age_words(pen) if birth else ""),
        LetterLine("\n" + say("Citizen id"), printing.citizen_id),
        LetterLine(say("born on"), pen.speech.when(birth) if birth else ""),
        LetterLine(say("telephone"), phone),
        LetterLine("\n" + say("Coverage"), draft.coverage),
        LetterLine(say("registered unit"), draft.registered),
        LetterLine(say("HN here"), draft.hn or hospital_number(pen.record.persons, printing.post.hcode)),
    )


def _reply_about(pen: Pen, printing: Printing, draft: LetterDraft) -> tuple[LetterLine, ...]:
    """The slip is torn off the page that names the patient."""
    say = pen.say
    return (
        LetterLine(say("Patient"), printing.name),
        LetterLine(say("Citizen id"), printing.citizen_id),
        LetterLine(say("by the referral letter no."), printing.house.digits(draft.number)),
    )


def _addressed(pen: Pen) -> list[Person]:
    """The sources that know an address."""
    return [person for person in pen.record.persons if person.address]


def _remarks(pen: Pen, courses: list[Course], left_out: frozenset[str]) -> tuple[str, ...]:
    """What the reader of the medicines must see: dangers, conflicts."""
    lines = [*on_paper(pen, left_out)]
    for number, course in enumerate(courses, 1):
        if course.state is CourseState.CONFLICT:
            lines.append(
                pen.say(
                    "▲ Conflicting data {name}: {who} — row {n}",
                    name=told.name_of(pen, course),
                    who=state_note(pen, course),
                    n=number,
                )
            )
    return tuple(lines)


def _loud(pen: Pen) -> tuple[str, ...]:
    """The words of a conflict, and what is not known for want of answers, bold where they stand."""
    unknown = filter(None, (still_asking(pen), unknown_anticoagulant(pen)))
    return (
        pen.course_marks[CourseState.CONFLICT].word,
        beware_word(pen),
        *level_phrases(pen, printed_findings(pen)),
        *unknown,
    )


def _legend(pen: Pen, courses: list[Course], draft: LetterDraft) -> tuple[str, ...]:
    """Facilities whose letters stand in the letter, and those to ring up for an answer, with their telephones."""
    facts: list[Fact] = [*pen.record.allergies, *pen.record.problems, *pen.record.visits[:VISITS]]
    facts += [*shown_results(pen), *_addressed(pen)[:1], *(s for course in courses for s in course.supplies)]
    facts += [*vitals_on_paper(pen), *caution_rows(pen)]
    facts += finding_rows(pen, draft.left_out)
    if any(line.name in OFFERED and line.value for block in draft.blocks for line in block.lines):
        facts += [fact for told in kin(pen) for fact in told.facts]
    used = set(pen.badges(facts))
    return tuple(
        " · ".join(filter(None, (f"{line.letter} {line.facility.name}", line.facility.phone)))
        for line in pen.ledger.lines
        if line.letter in used or line.state not in (*FINISHED_WELL, LineState.NOT_CONSENTED)
    )


def _signer(pen: Pen, printing: Printing) -> tuple[str, ...]:
    """The physician who prints; for any other role the physician's name is written by hand."""
    return who_signs(pen, printing) if printing.signs(REFERRAL) else ()
