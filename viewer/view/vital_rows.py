"""Rows of vital signs, and what is computed from them, said to be computed."""

from collections.abc import Sequence

from viewer.record.conditions import Pregnancy
from viewer.record.facts import Result
from viewer.record.key_results import Pressure, day_of
from viewer.record.kidney import cockcroft_gault, milligrams
from viewer.record.measures import centimetres_of
from viewer.record.series import Series
from viewer.view.key_rows import aged, apart_words, newest_estimate
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Row, Tone, Trend
from viewer.view.trends import trend_of, was

WEIGHT_DAYS = 183  # a weight older than this is not used for creatinine clearance


def vital_rows(pen: Pen) -> tuple[Row, ...]:
    """Blood pressure, weight, height, BMI, SpO2, pulse, breathing, temperature: the newest of each."""
    rows = []
    if found := pen.pressures:
        rows.append(_pressure_row(pen, found))
    names = {
        "weight": pen.say("Weight"),
        "height": pen.say("Height"),
        "spo2": "SpO₂",
        "pulse": pen.say("Pulse"),
        "respiration": pen.say("Breathing rate"),
        "temperature": pen.say("Temperature"),
    }
    for series in sorted(pen.series, key=lambda s: list(names).index(s.slug) if s.slug in names else 99):
        if series.slug in names:
            rows.append(_vital_row(pen, series, names[series.slug]))
    return (*rows, *_derived(pen))


def _pressure_row(pen: Pen, found: Sequence[Pressure]) -> Row:
    latest = found[0]
    was = found[1] if len(found) > 1 else None
    points = [(day, float(p.systolic)) for p in reversed(found) if (day := day_of(p.rows[0]))]
    return Row(
        key=row_key("vital", "bp"),
        cells=(
            Cell(pen.say("Blood pressure")),
            Cell(
                f"{latest.systolic}/{latest.diastolic}",
                unit=pen.speech.unit("mm[Hg]"),
                note=pen.marking.aside(*latest.rows),
                number=True,
                tone=Tone.STRONG,
            ),
            Cell(
                pen.say("was {value}", value=f"{was.systolic}/{was.diastolic}") if was else "",
                tone=Tone.QUIET,
            ),
            Cell(pen.date(latest.rows[0].when), note=aged(pen, latest.rows[0])),
        ),
        marks=pen.marks(*latest.rows),
        sources=pen.sources(latest.rows),
        trend=Trend(tuple(points), pen.speech.unit("mm[Hg]")) if points else None,
        day=day_of(latest.rows[0]),
    )


def _vital_row(pen: Pen, series: Series, name: str) -> Row:
    rejected = pen.weight.rejected if pen.weight and series.slug == "weight" else ()
    latest = next((result for result in series.results if result not in rejected), series.latest)
    text, unit = pen.speech.parts(latest.value)
    before = next((r for r in series.results[series.results.index(latest) + 1 :] if r not in rejected), None)
    note = apart_words(pen, series)
    if rejected:
        odd = ", ".join(pen.speech.value(result.value) for result in rejected)
        note = pen.say("Implausible weight {value}: not used", value=odd)
    note = " · ".join(filter(None, (note, pen.marking.aside(latest))))
    return Row(
        key=row_key("vital", *series.line),
        cells=(
            Cell(name),
            Cell(text, note=note, unit=unit, number=True, tone=Tone.STRONG),
            Cell(
                was(pen, series, before) if before else "",
                tone=Tone.QUIET,
            ),
            Cell(pen.date(latest.when), note=aged(pen, latest)),
        ),
        marks=pen.marks(latest),
        sources=pen.sources((latest,)),
        trend=trend_of(pen, series) if not rejected else None,
        day=day_of(latest),
    )


def _derived(pen: Pen) -> list[Row]:
    """BMI and creatinine clearance, said to be computed, from what."""
    weight = pen.weight
    if weight is None:
        return []
    rows = []
    if (bmi := bmi_of(pen)) is not None:
        rows.append(_computed(pen, "bmi", "BMI", f"{bmi:.1f}", pen.speech.unit("kg/m2"), weight.result))
    clearance, ours = clearance_of(pen), newest_estimate(pen)
    if clearance is not None and ours is not None:
        text, unit = f"{clearance:.0f}", pen.speech.unit("mL/min")
        rows.append(_computed(pen, "crcl", "CrCl (C-G)", text, unit, ours.creatinine, weight.result))
    return rows


def _computed(
    pen: Pen, slug: str, name: str, text: str, unit: str, result: Result, beside: Result | None = None
) -> Row:
    """A value with the date of ``result``, said to be computed from it, or from ``beside`` with the date it has."""
    used = beside or result
    day = f" ({pen.date(used.when)})" if day_of(used) != day_of(result) else ""
    told = pen.say("computed with {value}", value=pen.speech.value(used.value) + day)
    results = (result, beside) if beside else (result,)
    return Row(
        key=row_key("vital", slug, "computed"),
        cells=(
            Cell(name),
            Cell(text, unit=unit, number=True, tone=Tone.STRONG),
            Cell(told, tone=Tone.QUIET),
            Cell(pen.date(result.when), note=aged(pen, result)),
        ),
        marks=pen.marking.unread(results),
        sources=pen.sources(results),
        day=day_of(result),
    )


def bmi_of(pen: Pen) -> float | None:
    """Body mass index in kg/m² of an adult; None when weight or height is not known."""
    heights = [
        cm for s in pen.series if s.slug == "height" for r in s.results[:1] if (cm := centimetres_of(r))
    ]
    age = pen.body.age(pen.today)
    if pen.weight is None or not heights or age is None or age < 18 or pen.pregnancy is not None:
        return None
    bmi = float(pen.weight.kilograms / (heights[0] / 100) ** 2)
    return bmi if 8 <= bmi <= 90 else None


def clearance_of(pen: Pen) -> float | None:
    """Cockcroft-Gault in mL/min where an eGFR may be computed and the weight is at most six months old."""
    ours, weight = newest_estimate(pen), pen.weight
    if ours is None or ours.value is None or weight is None:
        return None
    measured, age = day_of(weight.result), pen.body.age(pen.today)
    mg_dl = milligrams(ours.creatinine)
    if measured is None or (pen.today - measured).days > WEIGHT_DAYS or age is None or mg_dl is None:
        return None
    return cockcroft_gault(mg_dl, age, weight.kilograms, female=pen.body.sex == "female")


def due_words(pen: Pen, found: Pregnancy, *, brief: bool = False) -> str:
    """กำหนดคลอด 16 ก.พ. 2570 (LMP), 20 ก.พ. 2570 (อัลตราซาวด์): every due date that was recorded.

    ``brief`` names the first and says how many there are.
    """
    days: dict[str, None] = {}
    how = {"11779-6": "LMP", "11781-2": pen.say("ultrasound")}
    for row in found.dues:
        told = pen.speech.value(row.value)
        days[f"{told} ({how[row.loinc]})" if row.loinc in how else told] = None
    if not days and found.due:
        days[pen.speech.day(found.due)] = None
    if brief and len(days) > 1:
        first = pen.say("EDC {date}", date=next(iter(days)))
        return pen.say("{first} · {n} values", first=first, n=len(days))
    return pen.say("EDC {date}", date=", ".join(days)) if days else ""


def gestation(pen: Pen, found: Pregnancy) -> str:
    """GA 27+6; "" without a date to count from."""
    weeks = found.weeks(pen.today)
    return pen.say("GA {weeks}+{days} weeks", weeks=weeks[0], days=weeks[1]) if weeks else ""
