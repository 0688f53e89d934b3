"""Thai words for how a medicine is taken: the source's own words first, then only what is written, never more."""

import re
from collections.abc import Iterable
from fractions import Fraction

from viewer.record.facts import Dose
from viewer.record.regimen import WEEK, form_unit, unit_code
from viewer.record.routes import form_route, route_code
from viewer.record.shorthand import Shorthand, read_shorthand
from viewer.record.values import Quantity, Range
from viewer.view.wording.steps import ends_of, in_steps, plain, sent_unit, tells_no_amount
from viewer.view.wording.th_course import STRENGTH_UNITS, UNIT_WORDS, away, lasting, most
from viewer.view.wording.th_dates import PERIODS

NO_DOSE = "ต้นทางไม่ได้ระบุวิธีใช้ยา"
ROUTE_WORDS = {
    "oral": "รับประทาน", "sublingual": "อมใต้ลิ้น", "inhaled": "สูด/พ่น", "subcutaneous": "ฉีดใต้ผิวหนัง",
    "intramuscular": "ฉีดเข้ากล้าม", "intravenous": "ฉีดเข้าหลอดเลือดดำ", "eye": "ใช้กับตา", "ear": "หยอดหู",
    "nose": "ใช้ทางจมูก", "skin": "ทา", "rectal": "เหน็บทวาร", "vaginal": "สอดช่องคลอด", "patch": "แปะผิวหนัง",
}  # fmt: skip
DAY_WORDS = {
    "mon": "จันทร์", "tue": "อังคาร", "wed": "พุธ", "thu": "พฤหัสบดี", "fri": "ศุกร์", "sat": "เสาร์", "sun": "อาทิตย์",
}  # fmt: skip
MOMENTS = {
    "AC": "ก่อนอาหาร", "PC": "หลังอาหาร", "C": "พร้อมอาหาร", "HS": "ก่อนนอน", "WAKE": "หลังตื่นนอน",
    "ACM": "ก่อนอาหารเช้า", "ACD": "ก่อนอาหารกลางวัน", "ACV": "ก่อนอาหารเย็น",
    "PCM": "หลังอาหารเช้า", "PCD": "หลังอาหารกลางวัน", "PCV": "หลังอาหารเย็น",
    "CM": "พร้อมอาหารเช้า", "CD": "พร้อมอาหารกลางวัน", "CV": "พร้อมอาหารเย็น",
    "MORN": "เช้า", "NOON": "เที่ยง", "AFT": "บ่าย", "EVE": "เย็น", "NIGHT": "กลางคืน",
}  # fmt: skip
_PLAIN_FORMS = {
    "tab": "เม็ด", "tablet": "เม็ด", "tablets": "เม็ด", "cap": "แคปซูล", "capsule": "แคปซูล", "capsules": "แคปซูล",
    "film-coated tablet": "เม็ดเคลือบฟิล์ม", "chewable": "เม็ดเคี้ยว", "chewable tablet": "เม็ดเคี้ยว",
    "chewable tab": "เม็ดเคี้ยว", "syrup": "น้ำเชื่อม", "cream": "ครีม", "ointment": "ขี้ผึ้ง",
    "eye drops": "ยาหยอดตา", "ec tab": "เม็ด EC", "suspension": "ยาแขวนตะกอน", "injection": "ยาฉีด",
    "inj": "ยาฉีด", "sl tab": "เม็ดอมใต้ลิ้น",
}  # fmt: skip
# Some feeds send a route where the dose should stand; alone it says nothing of how to take it.
_ROUTE_ALONE = re.compile(r"^[A-Za-z. ]+$")


def unit_of_use(unit: str) -> str:
    """เม็ด for tab, TABLET, {tbl}; as sent when it is not a known unit of use."""
    return UNIT_WORDS.get(unit_code(unit), unit)


def strength(strength: str) -> str:
    """500 มก. for 500 mg; every number and its unit, nothing converted."""
    return re.sub(
        r"(?<=[\d/])(\s*)(mg|mcg|µg|ml|iu|units?|u|g)\b",
        lambda m: (m[1] or ("" if m.string[m.start() - 1] == "/" else " ")) + STRENGTH_UNITS[m[2].casefold()],
        strength,
        flags=re.I,
    )


def form(form: str) -> str:
    """เม็ด for tab; as written when it is not a plain form; "" for a bare code ("02")."""
    if not any(letter.isalpha() for letter in form):
        return ""
    return _PLAIN_FORMS.get(form.strip().casefold(), form)


def route(code: str) -> str:
    """รับประทาน for oral; "" for an unknown route."""
    return ROUTE_WORDS.get(code, "")


def weekdays(days: Iterable[str]) -> str:
    """จันทร์-ศุกร์ for five days in a row, else จันทร์ พุธ ศุกร์."""
    places = sorted({WEEK.index(day) for day in days if day in WEEK})
    names = [DAY_WORDS[WEEK[place]] for place in places]
    in_a_row = places == list(range(places[0], places[-1] + 1)) if places else False
    return f"{names[0]}-{names[-1]}" if in_a_row and len(names) > 2 else " ".join(names)


def dose(doses: tuple[Dose, ...], form: str = "") -> str:
    """Verbatim text where the source sent one, each dosage in its order; else its structure in words."""
    return in_steps(doses, lambda dose: _one(dose, form), _days, both=" และ ", then=" แล้ว ") or NO_DOSE


def _days(first: int, last: int) -> str:
    """วันที่ 1, วันที่ 1-3, ตั้งแต่วันที่ 7."""
    if first == last:
        return f"วันที่ {first}"
    return f"วันที่ {first}-{last}" if last else f"ตั้งแต่วันที่ {first}"


def _one(dose: Dose, form: str) -> str:
    main = _main(dose, form)
    return " · ".join(
        filter(None, (main, *(words for words in _more(dose) if words.removeprefix("นาน ") not in main)))
    )


def _more(dose: Dose) -> Iterable[str]:
    """What stands beside the text: for the patient, the most of it, and further instructions."""
    if dose.text and dose.patient_text:
        yield " ".join(dose.patient_text.split())
    yield from lasting(dose)
    yield from most(dose)
    yield from (" ".join(words.split()) for words in dose.extra)


def _main(dose: Dose, form: str) -> str:
    text = " ".join((dose.text or dose.patient_text).split())
    structured = _structured(dose, form)
    if text and _ROUTE_ALONE.match(text) and route_code(text):
        return structured or f"{NO_DOSE} (ส่งมาเพียง “{text}”)"
    if not text:
        return structured
    if read := reading(text, form):
        return f"{text} = {read}"
    return f"{_amount_beside(dose, form, text)}{text}"


def _amount_beside(dose: Dose, form: str, text: str) -> str:
    """ครั้งละ 3 เม็ด (ตามโครงสร้างที่ส่ง) before words that tell no amount; "" where they may tell one."""
    sent = isinstance(dose.amount, Quantity) and (dose.amount.unit or dose.amount.code)
    told = " ".join(_amounts(dose, form)) if sent and tells_no_amount(text) else ""
    return f"{told} (ตามโครงสร้างที่ส่ง) " if told else ""


def reading(text: str, form: str = "") -> str:
    """1x3 pc prn = ครั้งละ 1 (ไม่ระบุหน่วย) วันละ 3 ครั้ง หลังอาหาร เมื่อมีอาการ; "" when not certain."""
    read = read_shorthand(text, form)
    return " ".join(_spoken(read, form)) if read and read.amount else ""


def _spoken(read: Shorthand, form: str) -> Iterable[str]:
    unit = read.unit or form_unit(form)
    if read.eye:
        yield f"{verb('eye', form, unit)}{_EYES[read.eye]}"
    elif route := read.route or _PLAIN_WAYS.get(form_route(form), ""):
        yield verb(route, form, unit)
    yield f"ครั้งละ{_space(read.amount, unit)}{_doubt(read.amount, unit)}"
    if read.times is not None:
        yield f"วันละ {read.times} ครั้ง"
    if read.a_week is not None:
        yield f"สัปดาห์ละ {read.a_week} ครั้ง"
    if read.interval == 2:
        yield "วันเว้นวัน"
    if read.every:
        yield f"ทุก {read.every} ชั่วโมง"
    yield from (MOMENTS[moment] for moment in read.moments)
    if read.as_needed:
        yield "เมื่อมีอาการ"
    if read.at_once:
        yield "ทันที"
    if read.lasts is not None:
        yield f"{read.lasts} วัน"


def verb(route: str, form: str = "", unit: str = "") -> str:
    """What is done: หยอดตา for drops, ป้ายตา for an ointment, พ่น for a metered inhaler; the plain word when in doubt."""
    return next(
        (
            word
            for code, told, word in _VERBS
            if code == route and (told.search(form) or unit in _UNITS_OF.get(word, ()))
        ),
        ROUTE_WORDS.get(route, ""),
    )


_VERBS = (
    ("eye", re.compile(r"oint|ขี้ผึ้ง|\bgel\b", re.I), "ป้ายตา"),
    ("eye", re.compile(r"drop|solution|susp|ยาหยอด", re.I), "หยอดตา"),
    ("nose", re.compile(r"drop|ยาหยอด", re.I), "หยอดจมูก"),
    ("nose", re.compile(r"spray|พ่น", re.I), "พ่นจมูก"),
    ("inhaled", re.compile(r"\bMDI\b|nebul", re.I), "พ่น"),
    ("inhaled", re.compile(r"\bDPI\b|powder", re.I), "สูด"),
)
_UNITS_OF = {"หยอดตา": ("drop",), "หยอดจมูก": ("drop",), "พ่นจมูก": ("puff",)}
# Forms that are taken in one way only, and not by the mouth: a reading without it would be swallowed.
_PLAIN_WAYS = {way: way for way in ("vaginal", "rectal", "sublingual")}
_EYES = {"right": "ขวา", "left": "ซ้าย", "both": "สองข้าง"}
_WORDED = {1: "หนึ่ง", 2: "สอง", 3: "สาม", 4: "สี่", 5: "ห้า", 6: "หก", 7: "เจ็ด", 8: "แปด", 9: "เก้า", 10: "สิบ"}
_HALVED = frozenset({"tab", "cap", "tsp", "tbsp", "sachet", "patch", "suppository"})


def _doubt(amount: str, unit: str) -> str:
    """Half a capsule is what was written, and nobody can take it."""
    broken = unit == "cap" and Fraction(amount.replace(",", "")).denominator != 1
    return " (แคปซูลแบ่งไม่ได้ โปรดตรวจสอบ)" if broken else ""


def counted(amount: Fraction, unit: str) -> str:
    """360 เม็ด, ครึ่งเม็ด; a third is rounded at three places."""
    return _count(
        f"{amount.numerator:,}" if amount.denominator == 1 else f"{float(round(amount, 3)):g}", unit
    )


def _count(amount: str, unit: str) -> str:
    """1 เม็ด, ครึ่งเม็ด, หนึ่งเม็ดครึ่ง; an amount without a unit says so."""
    of = UNIT_WORDS.get(unit, "")
    if not of:
        return f"{amount} (ไม่ระบุหน่วย)"
    whole, half = divmod(Fraction(amount.replace(",", "")), 1)
    if unit in _HALVED and half == Fraction(1, 2) and whole <= 10:
        return f"{_WORDED[whole]}{of}ครึ่ง" if whole else f"ครึ่ง{of}"
    return f"{amount} {of}"


def _structured(dose: Dose, form: str) -> str:
    """The structure in words, only what it holds; "" when it holds neither amount nor time."""
    parts = [*_amounts(dose, form), *_times(dose), *_moments(dose)]
    if not parts:
        return ""
    code = next((found for word in _route_words(dose) if (found := route_code(word))), "") or form_route(form)
    sent = dose.amount.unit or dose.amount.code if isinstance(dose.amount, Quantity) else ""
    done = verb(code, form, unit_code(sent)) or (dose.route.words if dose.route else "")
    return f"{done}{'' if code == 'oral' else ' '}{' '.join(parts)}".strip()


def _route_words(dose: Dose) -> tuple[str, ...]:
    if dose.route is None:
        return ()
    codings = dose.route.codings
    return (dose.route.text, *(coding.code for coding in codings), *(coding.display for coding in codings))


def _amounts(dose: Dose, form: str) -> Iterable[str]:
    amount = dose.amount
    if isinstance(amount, Quantity) and amount.value is not None:
        sent = amount.unit or amount.code
        if sent and not unit_code(sent):
            yield f"ครั้งละ {plain(amount.value)} {strength_unit(sent)}"
        else:
            number, unit = plain(amount.value), unit_code(sent) or form_unit(form)
            yield f"ครั้งละ{_space(number, unit)}{_doubt(number, unit)}"
    elif isinstance(amount, Range):
        low, high = ends_of(amount)
        of = unit_of_use(sent_unit(amount)) or "(ไม่ระบุหน่วย)"
        if low and high:
            yield f"ครั้งละ {low}-{high} {of}"
        elif low or high:
            yield f"ครั้งละ{'ตั้งแต่' if low else 'ไม่เกิน'} {low or high} {of}"


def _space(amount: str, unit: str) -> str:
    counted = _count(amount, unit)
    return f" {counted}" if counted[0].isdigit() else counted


def strength_unit(unit: str) -> str:
    """มก. for mg in a dose sent as a mass; as sent for the rest."""
    return STRENGTH_UNITS.get(unit.casefold(), unit)


def _times(dose: Dose) -> Iterable[str]:
    period = dose.period
    if dose.frequency is not None and period is not None and period.value is not None:
        count = f"{dose.frequency}" + (f"-{dose.frequency_max}" if dose.frequency_max else "")
        unit, length = PERIODS.get(period.unit, period.unit), plain(period.value)
        if dose.period_max is not None and dose.period_max != period.value:
            length = f"{length}-{plain(dose.period_max)}"
        if period.unit == "h" and dose.frequency == 1 and not dose.frequency_max:
            yield f"ทุก {length} ชั่วโมง"
        elif length == "1":
            yield f"{unit}ละ {count} ครั้ง"
        else:
            yield f"{count} ครั้ง ทุก {length} {unit}"
    if dose.days and len(dose.days) < 7:
        yield f"เฉพาะวัน{weekdays(dose.days)}"


def _moments(dose: Dose) -> Iterable[str]:
    if dose.rate:
        yield f"อัตรา {dose.rate}"
    yield from (away(dose, code, MOMENTS.get(code, code)) for code in dose.when)
    if dose.clock:
        yield "เวลา " + ", ".join(f"{time[:5].replace(':', '.')} น." for time in dose.clock)
    if dose.as_needed:
        yield f"เมื่อ{dose.as_needed_for.removeprefix('เมื่อ')}" if dose.as_needed_for else "เมื่อมีอาการ"
    yield from lasting(dose)
    yield from most(dose)
