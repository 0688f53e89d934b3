"""The patient band: who, the allergy block, and the few facts that must be seen on every page."""

from datetime import date

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger, LineState
from viewer.record.courses import Course, CourseState, concerns_today
from viewer.record.facts import Document, Fact, Result
from viewer.record.key_results import day_of, number_of
from viewer.record.story import Record
from viewer.view.alerts import alerts, alerts_in_full, tested
from viewer.view.allergy_words import allergy_block
from viewer.view.blood_groups import differing_groups, differing_words
from viewer.view.key_rows import ANTICOAGULANTS, newest_estimate
from viewer.view.medicines import name_of
from viewer.view.names import written_name
from viewer.view.pen import Pen, ago
from viewer.view.persons import age_words, period_words
from viewer.view.relatives import band_fact as guardian
from viewer.view.restricted import notice
from viewer.view.sheet import Band, BandFact, Mark, Shape, Tone
from viewer.view.silence import differences, silence
from viewer.view.telling import is_living_will
from viewer.view.vital_rows import bmi_of, due_words, gestation

OLD_DAYS = 183  # older than this says how old it is
FERTILE = range(12, 51)  # years in which a pregnancy is asked about
CHILD = 15  # under this age the weight always has its place


def band(
    record: Record,
    ledger: Ledger,
    today: date,
    words: Words,
    *,
    name: str = "",
    masked_id: str = "",
    extra: str = "",
) -> Band:
    """The band of one person. ``name`` and ``masked_id`` are those confirmed at the desk; else the record's own."""
    return band_of(Pen(record, ledger, today, words), name=name, masked_id=masked_id, extra=extra)


def band_of(pen: Pen, *, name: str = "", masked_id: str = "", extra: str = "") -> Band:
    """The band, written with a pen that is already in hand."""
    return Band(
        name=name or _name(pen),
        about=about(pen),
        masked_id=masked_id or _masked(pen),
        allergy=allergy_block(pen),
        facts=tuple(fact for make in _FACTS if (fact := make(pen)) is not None),
        notices=_notices(pen),
        extra=extra,
        restricted=notice(pen, brief=True),
        opens=bool(pen.restricted) and not pen.ledger.restricted_not_asked,
    )


def about(pen: Pen) -> str:
    """ชาย · 66 ปี 8 เดือน · เกิด 14 มี.ค. 2503; the age at death for who died."""
    sex = next((person.gender for person in pen.record.persons if person.gender), "")
    return " · ".join(filter(None, (pen.speech.sex(sex), age_words(pen), born(pen))))


def born(pen: Pen) -> str:
    """เกิด 14 มี.ค. 2503; "" when no source says."""
    return pen.say("born {date}", date=pen.speech.when(pen.birth)) if pen.birth is not None else ""


def _name(pen: Pen) -> str:
    return next(filter(None, map(written_name, pen.record.persons)), pen.say("Name not given"))


def mask(citizen_id: str) -> str:
    """•-••••-••••7-59-7: the last four digits of a 13-digit citizen id; other numbers keep their last three."""
    if len(citizen_id) == 13 and citizen_id.isdigit():
        return f"•-••••-••••{citizen_id[9]}-{citizen_id[10:12]}-{citizen_id[12]}"
    return (
        "•" * max(len(citizen_id) - 3, 3) + citizen_id[-3:] if len(citizen_id) > 5 else "•" * len(citizen_id)
    )


def _masked(pen: Pen) -> str:
    found = {i.kind: i.value for person in reversed(pen.record.persons) for i in person.identifiers}
    value = found.get("cid") or found.get("passport")
    return mask(value.reveal()) if value is not None else ""


def _weight(pen: Pen) -> BandFact | None:
    weight = pen.weight
    age = pen.body.age(pen.today)
    if weight is None:
        if age is not None and age < CHILD:
            return BandFact(pen.say("Weight"), silence(pen.ledger, pen.words, "Observation"), tone=Tone.DOUBT)
        return None
    bmi = bmi_of(pen)
    day = day_of(weight.result)
    old = ago(pen, weight.result.when) if day and (pen.today - day).days > OLD_DAYS else ""
    caption = [pen.date(weight.result.when), old, f"BMI {bmi:.1f}" if bmi is not None else ""]
    tone = Tone.PLAIN
    if weight.rejected:
        odd = ", ".join(pen.speech.value(result.value) for result in weight.rejected)
        caption.append(pen.say("Implausible weight {value}: not used", value=odd))
        tone = Tone.DOUBT
    return BandFact(
        pen.say("Weight"), pen.speech.value(weight.result.value), " · ".join(filter(None, caption)), tone
    )


def _pregnancy(pen: Pen) -> BandFact | None:
    found = pen.pregnancy
    if found is None:
        return _pregnancy_unknown(pen)
    value = gestation(pen, found) or pen.say("Pregnant, weeks not known")
    caption = due_words(pen, found, brief=True) or pen.date(found.fact.when)
    return BandFact(pen.say("Pregnant"), value, caption, Tone.STRONG)


def _pregnancy_unknown(pen: Pen) -> BandFact | None:
    """Nobody may read silence as "not pregnant", nor a last period as "pregnant": said of every woman who might be."""
    age = pen.body.age(pen.today)
    alive = not any(person.deceased for person in pen.record.persons)
    period = pen.undecided_period
    fertile = pen.body.sex == "female" and age is not None and age in FERTILE
    if not alive or (period is None and not fertile):
        return None
    asked = pen.say("no pregnancy recorded: ask")
    caption = asked if period is None else f"LMP {pen.speech.value(period.value)} · {asked}"
    return BandFact(pen.say("Pregnant"), pen.say("Not known"), caption, Tone.DOUBT)


def _lactation(pen: Pen) -> BandFact | None:
    """Only where somebody says so: beside every medicine it is asked about."""
    found = pen.lactation
    if found is None or not found.yes:
        return None
    told = pen.say("told today")
    caption = told if found.fact is None else f"{pen.date(found.fact.when)} · {pen.who(found.fact)}"
    return BandFact(pen.say("Breast-feeding"), pen.say("Yes"), caption, Tone.STRONG)


_NOT_TAKEN = frozenset(
    {CourseState.ORDERED_ONLY, CourseState.INPATIENT, CourseState.GIVEN, CourseState.DENIED}
)


def anticoagulants(pen: Pen) -> list[Course]:
    """Anticoagulants that count today: in use, in conflict, unknown or lately run out."""
    return [
        course
        for course in pen.courses
        if ANTICOAGULANTS.search(course.name)
        and course.state not in _NOT_TAKEN
        and concerns_today(course, pen.today)
    ]


def takes_anticoagulant(pen: Pen) -> bool:
    """Whether an anticoagulant that counts today is known."""
    return bool(anticoagulants(pen))


def unknown_anticoagulant(pen: Pen) -> str:
    """That a missing answer may hide an anticoagulant; "" when one is known or everybody answered."""
    ledger = pen.ledger
    if not ledger.lines or ledger.complete or takes_anticoagulant(pen):
        return ""
    return pen.say(
        "No usable answer from {n} facilities yet: whether an anticoagulant is taken is not known",
        n=len(ledger.lines) - ledger.spoken,
    )


def _anticoagulant(pen: Pen) -> BandFact | None:
    found = anticoagulants(pen)
    if not found:
        return None
    names = ", ".join(_with_state(pen, course) for course in found)
    latest = found[0].latest
    when = pen.date(latest.when)
    told = pen.say("supplied {date}", date=when) if found[0].portions else when
    caption = told + f" · {pen.letter(latest)}".rstrip(" ·")
    return BandFact(pen.say("Anticoagulant"), names, caption, Tone.STRONG)


def _with_state(pen: Pen, course: Course) -> str:
    """warfarin; warfarin (งดชั่วคราว): whatever is not plainly in use says how it stands."""
    if course.state in (CourseState.USING, CourseState.AS_NEEDED, CourseState.RUN_OUT):
        return course.name
    return f"{name_of(pen, course)} ({pen.course_marks[course.state].word})"


def _dialysis(pen: Pen) -> BandFact | None:
    fact = pen.dialysis
    if fact is None:
        return None
    return BandFact(
        pen.say("Kidney"),
        pen.say("On dialysis"),
        f"{pen.who(fact)} {pen.date(fact.when)}",
        Tone.STRONG,
    )


def _dated(pen: Pen, result: Result, how: str) -> str:
    """3 พ.ย. 2569 · ต้นทาง; how long ago of what is old."""
    day = day_of(result)
    old = ago(pen, result.when) if day and (pen.today - day).days > OLD_DAYS else ""
    return " · ".join(filter(None, (pen.date(result.when), how, old)))


def _egfr(pen: Pen) -> BandFact | None:
    """The lower of the reported and our own eGFR of the newest day; none where none may be computed."""
    ours = newest_estimate(pen)
    if ours is not None and ours.reason:
        return None
    candidates: list[tuple[date, float, str, str]] = []  # day, value, its words, their date and source
    for series in pen.series:
        latest, told = series.latest, pen.say("reported")
        day, value = day_of(latest), number_of(latest)
        if series.slug == "egfr" and day and value is not None:
            candidates.append((day, value, pen.speech.parts(latest.value)[0], _dated(pen, latest, told)))
    day = day_of(ours.creatinine) if ours else None
    if ours is not None and ours.value is not None and day is not None:
        caption = _dated(pen, ours.creatinine, "CKD-EPI 2021")
        candidates.append((day, ours.value, str(round(ours.value)), caption))
    if not candidates:
        return None
    newest = max(day for day, *_ in candidates)
    _, _, text, caption = min((c for c in candidates if c[0] == newest), key=lambda c: c[1])
    unit = pen.speech.unit("mL/min/1.73m2")
    label = pen.say("eGFR (the lower)") if sum(c[0] == newest for c in candidates) > 1 else "eGFR"
    return BandFact(label, f"{text} {unit}", caption)


_FACTS = (_weight, _pregnancy, _lactation, _anticoagulant, _dialysis, _egfr, guardian)


def cautions(pen: Pen) -> tuple[str, ...]:
    """What the band warns of, in words for paper: pregnancy, anticoagulant, dialysis, blood groups, alerts, a will."""
    told = []
    if pen.pregnancy is not None:
        weeks, due = gestation(pen, pen.pregnancy), due_words(pen, pen.pregnancy)
        told.append(" ".join(filter(None, (pen.say("Pregnant"), weeks, due))))
    elif pen.undecided_period is not None:
        told += period_words(pen)
    elif (unknown := _pregnancy_unknown(pen)) is not None:
        told.append(f"{unknown.label}: {unknown.value} ({unknown.caption})")
    facts = filter(None, (_lactation(pen), _anticoagulant(pen)))
    told += [f"{fact.label} {fact.value} ({fact.caption})" for fact in facts]
    if (dialysis := _dialysis(pen)) is not None:
        told.append(f"{dialysis.value} ({dialysis.caption})")
    told += differing_words(pen)
    told += alerts_in_full(pen)
    told += _wills(pen)
    return tuple(told)


def caution_rows(pen: Pen) -> tuple[Fact, ...]:
    """The rows whose letters stand in them, for the legend of a paper."""
    fed = pen.lactation.fact if pen.lactation is not None else None
    rows: list[Fact | None] = [fed, *(course.latest for course in anticoagulants(pen)[:1]), pen.dialysis]
    rows += [*differing_groups(pen), *(row for found in tested(pen) for row in found), *_wills_of(pen)]
    return tuple(row for row in rows if row is not None)


def beware(pen: Pen) -> str:
    """ข้อควรระวัง: all of these in one line; "" where the record warns of nothing."""
    warned = cautions(pen)
    return pen.say("Beware: {list}", list=" · ".join(warned)) if warned else ""


def beware_word(pen: Pen) -> str:
    """ข้อควรระวัง:, to be set bold."""
    return pen.say("Beware: {list}", list="").strip()


def still_asking(pen: Pen) -> str:
    """A paper may go before the last answer does; then it says so. "" when nobody is being asked."""
    waiting = [line for line in pen.ledger.lines if line.state is LineState.ASKING]
    if not waiting:
        return ""
    names = ", ".join(f"{line.letter} {line.facility.name}" for line in waiting)
    return pen.say("Printed before all answered, still asking {n}: {names}", n=len(waiting), names=names)


def _wills(pen: Pen) -> tuple[str, ...]:
    """A paper cannot open a document: it says where to ask for it."""
    told = (
        pen.say(
            "There is a living will (Section 12) ({who} {date}): ask {facility} for the document",
            who=pen.who(one),
            date=pen.date(one.when),
            facility=pen.facility(one),
        )
        for one in _wills_of(pen)
    )
    return tuple(dict.fromkeys(told))


def _wills_of(pen: Pen) -> list[Document]:
    return [document for document in pen.record.documents if is_living_will(document)]


def _notices(pen: Pen) -> tuple[Mark, ...]:
    marks = []
    dead = next((person for person in pen.record.persons if person.deceased), None)
    if dead is not None:
        when = pen.speech.when(dead.deceased_when) if dead.deceased_when else ""
        text = pen.say("Deceased {date}", date=when).strip()
        marks.append(Mark(Shape.TAG, text, Tone.STOP))
    marks += alerts(pen)
    if differing_groups(pen):
        marks.append(Mark(Shape.TAG, pen.say("Blood groups differ"), Tone.DOUBT))
    if differences(pen):
        marks.append(Mark(Shape.TAG, pen.say("Name or birth date differ (F6)"), Tone.DOUBT))
    if _wills_of(pen):
        text = pen.say("There is a living will (Section 12): open and read it")
        marks.append(Mark(Shape.TAG, text, Tone.STRONG))
    return tuple(marks)
