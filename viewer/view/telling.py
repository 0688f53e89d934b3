"""Each kind of fact told in one line, alike wherever it stands: lists, timeline, letters."""

import re
from collections.abc import Iterable

from viewer.record.facts import (
    Allergy,
    Component,
    Diagnosis,
    Document,
    Fact,
    Narrative,
    Problem,
    Procedure,
    Reaction,
    Report,
    Result,
    Stance,
    Supply,
    SupplyKind,
    Vaccine,
    Visit,
)
from viewer.record.key_results import beside_pressure, phase_of, pressure_of, slug_of
from viewer.record.others import Other
from viewer.record.supplies import HALTED
from viewer.record.values import OPEN
from viewer.view.flag_words import absent, flag_marks, without_value
from viewer.view.ingredients import drug_name
from viewer.view.other_telling import tell_other
from viewer.view.pen import Pen


def tell(pen: Pen, fact: Fact) -> str:
    """What a fact says, in one line without its date and place; what turns it stands first. Worded once per pen."""
    if (told := pen.told.get(id(fact))) is None:
        words = _tell(pen, fact)
        told = pen.told[id(fact)] = words if _is_administration(fact) else with_turn(pen, fact, words)
    return told


def _is_administration(fact: Fact) -> bool:
    """Whether its line says by itself what became of it (``_given``)."""
    return isinstance(fact, Supply) and fact.kind is SupplyKind.ADMINISTRATION


def with_turn(pen: Pen, fact: Fact, words: str) -> str:
    """ไม่ได้ทำ: ผ่าตัดต้อกระจก. A row that denies something never stands without the words that say so."""
    turned = pen.marking.turned(fact) or pen.marking.unsure(fact)
    return f"{turned}: {words}" if turned else words


def _tell(pen: Pen, fact: Fact) -> str:
    match fact:
        case Result():
            return f"{result_name(pen, fact)} {result_value(pen, fact)}"
        case Supply():
            return supply_event(pen, fact)
        case Visit():
            return visit_line(pen, fact)
        case Problem():
            return f"{fact.concept.words or pen.say('Nothing written')} {fact.icd}".strip()
        case Allergy():
            return allergy_line(pen, fact)
        case Report():
            found = fact.conclusion or ", ".join(fact.named)
            return ": ".join(filter(None, (fact.concept.words, found))) or pen.kind(fact)
        case Procedure():
            return fact.concept.words or pen.kind(fact)
        case Vaccine():
            return f"{fact.concept.words or pen.kind(fact)} {_dose_number(pen, fact)}".strip()
        case Document() if is_living_will(fact):
            return pen.say("There is a living will (Section 12): open and read it")
        case Document() | Narrative():
            return fact.title or fact.concept.words or pen.kind(fact)
        case Other():
            return tell_other(pen, fact)
        case _:
            return pen.kind(fact)


_COUNTED = re.compile(r"\d+ \(")  # "1 (hepatitis A), 2 (hepatitis B)"
_BY_MOUTH = re.compile(r"\bopv|rota|โรตา|หยอด|\boral\b", re.I)


def _dose_number(pen: Pen, vaccine: Vaccine) -> str:
    """Which dose: of a vaccine that is swallowed not "the n-th needle"."""
    if any(map(str.isalpha, vaccine.dose_number)) and not _COUNTED.match(vaccine.dose_number):
        return vaccine.dose_number  # "เข็มกระตุ้น", "booster": no number
    if not vaccine.dose_number:
        return ""
    if _BY_MOUTH.search(vaccine.concept.words):
        return pen.say("oral dose {n}", n=vaccine.dose_number)
    return pen.say("dose {n}", n=vaccine.dose_number)


_LIVING_WILL = re.compile(r"หนังสือแสดงเจตนา|มาตรา\s*12\b|ม\.\s*12\b|advance directive|living will", re.I)


def is_living_will(document: Document) -> bool:
    """Whether a document is the person's own will on care at the end: it is opened and read, never summed up."""
    return bool(_LIVING_WILL.search(f"{document.title} {document.concept.words}"))


def result_name(pen: Pen, result: Result) -> str:
    """The name of a test as sent; of another than the patient only with the words that say so."""
    name = result.concept.words or result.loinc or pen.say("Nothing written")
    return (
        f"{name} ({pen.say('not of the patient: {whom}', whom=_whom(pen, result.about))})"
        if result.about
        else name
    )


def _whom(pen: Pen, about: str) -> str:
    """Whom it was measured of, in the source's words; what only its type is known of as such."""
    if about == "?":
        return pen.say("the source does not say whose")
    return pen.say("another person") if about == "Patient" else pen.kinds.get(about, about)


def result_value(pen: Pen, result: Result) -> str:
    """The value with its unit; components joined; the reason when there is none."""
    if pair := pressure_of(result):
        pressure = f"{pair[0]}/{pair[1]} {pen.speech.unit('mm[Hg]')}"
        return " · ".join((pressure, *(component_words(pen, part) for part in beside_pressure(result))))
    value = pen.speech.value(result.value)
    if result.components:
        parts = [component_words(pen, part) for part in result.components]
        return " · ".join((value, *parts) if value else parts)
    if not value and result.absent == "as-text" and result.note:
        return pen.say(
            "{told}: {words}", told=absent(pen, result.absent), words=" · ".join(result.note.split("\n"))
        )
    if value and result.absent:
        value = f"{value} ({absent(pen, result.absent)})"
    if not value:
        return without_value(pen, result)
    if implausible(pen, (result,)):
        return f"{value} ({pen.say('Implausible weight {value}: not used', value=value)})"
    return value


def component_words(pen: Pen, part: Component) -> str:
    """Systolic 148 มม.ปรอท สูง (ธงของต้นทาง): one component with its unit, its reason, its source's flags."""
    value = pen.speech.value(part.value) or (
        absent(pen, part.absent) if part.absent or not part.flags else ""
    )
    flags = (mark.word for mark in flag_marks(pen, part.flags))
    return " ".join(filter(None, (part.concept.words, value, *flags)))


def supply_event(pen: Pen, supply: Supply) -> str:
    """What happened: dispensed 360, ordered, stopped "why"."""
    name, quantity = drug_name(pen, supply.drug), pen.speech.quantity(supply.quantity)
    if supply.kind is SupplyKind.ADMINISTRATION:
        return _given(pen, supply, name, quantity)
    if pen.marking.turned(supply):  # said before it: no verb of giving may follow
        because = f" “{supply.status_reason}”" if supply.status_reason else ""
        return f"{name} {quantity}".strip() + because
    because = f" “{supply.status_reason}”" if supply.status_reason else ""
    if supply.status in HALTED:
        return pen.say("Stopped {drug}", drug=name) + because + _until(pen, supply)
    if supply.status == "on-hold":
        return pen.say("Put {drug} on hold", drug=name) + because + _until(pen, supply)
    if supply.kind is SupplyKind.REQUEST:
        ordered = pen.say("Ordered {drug} {quantity}", drug=name, quantity=quantity).strip()
        more = supply.ordered.refills if supply.ordered is not None else 0
        again = pen.say("repeats allowed: {n}", n=more) if more else ""
        return " · ".join(filter(None, (ordered, again)))
    if supply.kind is SupplyKind.DISPENSE or quantity:
        return pen.say("Dispensed {drug} {quantity}", drug=name, quantity=quantity).strip()
    return pen.say("On the medicine list: {drug}", drug=name) + _until(pen, supply)


def _until(pen: Pen, supply: Supply) -> str:
    """The end of what a list tells of, where it was sent: a row stands at its beginning."""
    ended = supply.end if supply.kind is SupplyKind.STATEMENT else None
    if ended is None or ended.flaw in OPEN:
        return ""
    return f" ({pen.say('until {date}', date=pen.date(ended))})"


def _given(pen: Pen, supply: Supply, name: str, quantity: str) -> str:
    """What became of one administration; nobody may read "not given" as given."""
    rate = pen.say("at {rate}", rate=supply.rate) if supply.rate else ""
    what = " ".join(filter(None, (name, quantity, rate)))
    told = {
        "not-done": pen.say("Not given: {drug}", drug=what),
        "entered-in-error": pen.say("Entered in error, not to be counted as given: {drug}", drug=what),
        "unknown": pen.say("Not known whether it was given: {drug}", drug=what),
        "stopped": pen.say("Begun, stopped before all was given: {drug}", drug=what),
        "on-hold": pen.say("Giving put on hold: {drug}", drug=what),
        "in-progress": pen.say("Being given: {drug}", drug=what),
        "completed": pen.say("Given in the facility: {drug}", drug=what),
        "": pen.say("Given in the facility: {drug}", drug=what),
    }.get(supply.status)
    if told is None:  # a status that FHIR does not have here says anything but that it was given
        turned = with_turn(pen, supply, what)
        told = turned if turned != what else pen.say("Not known whether it was given: {drug}", drug=what)
    return f"{told} “{supply.status_reason}”" if supply.status_reason else told


def visit_line(pen: Pen, visit: Visit) -> str:
    """Kind, department, reasons, diagnoses."""
    kind = pen.visit_kinds.get(visit.kind) or visit.kind_words or visit.kind
    department = visit.department if visit.department != kind else ""
    typed = "" if department else next((c.words for c in visit.types if c.words and c.words != kind), "")
    head = " ".join(filter(None, (kind, department, typed))) or pen.kind(visit)
    details = (*visit.reasons, *map(_diagnosis, visit.diagnoses), visit.left)
    return ": ".join(filter(None, (head, " · ".join(filter(None, details)))))


def _diagnosis(found: Diagnosis) -> str:
    """ปอดอักเสบ J18.9 (โรคหลัก)."""
    role = f"({found.role})" if found.role else ""
    return " ".join(filter(None, (found.words, found.code, role)))


def visit_brief(pen: Pen, visit: Visit) -> str:
    """A visit where there is room for one line: the clinic and why; what was diagnosed only without a reason.

    The kind of visit is left out where a clinic says more, except that somebody lay in hospital or came in need.
    """
    kind = pen.visit_kinds.get(visit.kind) or visit.kind_words or visit.kind
    clinic = visit.department or next((c.words for c in visit.types if c.words), "")
    head = (
        clinic if clinic and visit.kind in _PLAIN_VISITS else " ".join(dict.fromkeys((kind, clinic))).strip()
    )
    told = visit.reasons or tuple(d.words or d.code for d in visit.diagnoses)
    line = ": ".join(filter(None, (head or pen.kind(visit), " · ".join(filter(None, told)))))
    return with_turn(pen, visit, line)


_PLAIN_VISITS = frozenset({"AMB", "VR", ""})


def allergy_line(pen: Pen, row: Allergy) -> str:
    """What an allergy row says about the person, with its reactions."""
    name = row.substance.words
    told = reactions(pen, row)
    after = f" ({told})" if told else ""
    if row.verification == "entered-in-error":  # said before it: no verb of allergy may follow
        return (name or pen.say("Nothing written")) + after
    if row.stance is Stance.DENIED:
        return _denied(pen, row)
    if row.stance is Stance.REFUTED:
        return pen.say("Assessed, not allergic: {name}", name=name)
    if row.stance is Stance.SIDE_EFFECT:
        return pen.say("Side effect: {name}", name=name) + after
    if row.stance is Stance.NEGATED:
        return pen.say("The source wrote that there is no allergy, ask again: “{text}”", text=name)
    if row.stance is Stance.UNKNOWN:
        if not name:
            return pen.say("Not known: the source wrote no name")
        return pen.say("Not known: the source sent “{text}”", text=name)
    if row.clinical == "resolved":
        return (
            pen.say(
                "Once allergic, resolved, says the source: {name}", name=name or pen.say("Nothing written")
            )
            + after
        )
    if name.startswith("แพ้"):
        return name + after  # a whole sentence stands in the place of a name
    return pen.say("Allergic to {name}", name=name or pen.say("Nothing written")) + after


def _denied(pen: Pen, row: Allergy) -> str:
    """What it denies: a denial of latex is none of drugs."""
    if not row.categories or "medication" in row.categories:
        return pen.say("Denies drug allergy")
    if "food" in row.categories:
        return pen.say("Denies food allergy")
    return pen.say("Denies an allergy to something other than drugs and food")


def informant_words(pen: Pen, name: str) -> str:
    """Who said it: ผู้ป่วยให้ข้อมูล. Longer words of a source say by themselves who said what."""
    who = informant_name(pen, name)
    return pen.say("{who} informed", who=who) if who != name or name in _PEOPLE else name


def informant_name(pen: Pen, name: str) -> str:
    """The same without a verb: ผู้ป่วย."""
    kinds = {
        "Patient": pen.say("the patient"),
        "RelatedPerson": pen.say("a relative"),
        "Practitioner": pen.say("a health professional"),
        "PractitionerRole": pen.say("a health professional"),
        "Organization": pen.say("a facility"),
    }
    return kinds.get(name, name)


_PEOPLE = frozenset(
    {"ผู้ป่วย", "ผู้ปกครอง", "ญาติ", "บิดา", "มารดา", "คู่สมรส", "บุตร", "บุตรสาว", "บุตรชาย", "ผู้ดูแล", "แพทย์",
     "เภสัชกร", "พยาบาล"}
)  # fmt: skip


def reactions(pen: Pen, row: Allergy) -> str:
    """What happened, as sent; then from what and by which way, where that was sent."""
    return " · ".join(dict.fromkeys(filter(None, (_reaction(pen, one) for one in row.reactions))))


def _reaction(pen: Pen, one: Reaction) -> str:
    happened = ", ".join(filter(None, (*(sign.words for sign in one.manifestations), one.text)))
    source = pen.say("from {substance}", substance=one.substance) if one.substance else ""
    route = pen.say("Route: {route}", route=one.route) if one.route else ""
    about = ", ".join(filter(None, (source, route)))
    return " ".join(filter(None, (happened, f"[{about}]" if about else "")))


def phase_words(pen: Pen, phase: str) -> str:
    """Taken before or after dialysis."""
    if not phase:
        return ""
    return pen.say("before dialysis") if phase == "before-dialysis" else pen.say("after dialysis")


def short_name(pen: Pen, result: Result) -> str:
    """The short name of a key test or a vital sign (Cr, K, น้ำหนัก), before or after dialysis; others as sent."""
    name = pen.short_names.get(slug_of(result))
    return f"{name} {phase_words(pen, phase_of(result))}".rstrip() if name else result_name(pen, result)


def implausible(pen: Pen, results: Iterable[Result]) -> tuple[Result, ...]:
    """Those results that are weights nobody can have: shown, said to be so, and never computed with."""
    rejected = pen.weight.rejected if pen.weight is not None else ()
    return tuple(result for result in results if any(result is odd for odd in rejected)) if rejected else ()
