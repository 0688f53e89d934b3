"""The allergy block of band and paper: five states, one place, every name in full."""

from collections.abc import Iterable

from viewer.record.allergy import Allergen, AllergyVerdict
from viewer.record.facts import Allergy
from viewer.view.pen import Pen
from viewer.view.sheet import AllergyBlock, AllergyState, Mark, Segment, Shape, Tone
from viewer.view.silence import silence
from viewer.view.telling import allergy_line, informant_words, reactions, with_turn

Line = tuple[Segment, ...]
_MOST_DATED = 3  # sources of one allergen that are told with place and date on paper; the others by place


def allergy_block(pen: Pen, *, paper: bool = False) -> AllergyBlock:
    """The block in words. Lines wrap and are never cut. On ``paper``, where nothing can be opened, every drug has its
    line, and every allergen its facilities with the date each recorded it."""
    verdict = pen.finding.verdict
    head = {
        AllergyVerdict.ALLERGIC: pen.say("Known drug allergy"),
        AllergyVerdict.CONFLICT: _conflicting(pen),
        AllergyVerdict.DENIED: pen.say("Denies drug allergy"),
        AllergyVerdict.NOT_FOUND: pen.say("No data on allergy found"),
        AllergyVerdict.ASKING: pen.say("Asking, nothing can be concluded yet"),
    }[verdict]
    lines = {
        AllergyVerdict.ALLERGIC: _allergic,
        AllergyVerdict.CONFLICT: _conflict,
        AllergyVerdict.DENIED: _denied,
        AllergyVerdict.NOT_FOUND: _not_found,
        AllergyVerdict.ASKING: _so_far,
    }[verdict](pen, paper)
    lines = (*lines, *_apart(pen, paper), *_hidden(pen))
    return AllergyBlock(AllergyState(verdict.value), head, tuple(_tags(pen)), lines)


def _conflicting(pen: Pen) -> str:
    """What speaks against the allergy: a denial that counts, an assessment, or that a source calls it resolved."""
    if pen.finding.denials:
        return pen.say("Conflicting data: both allergy and denial")
    if any(row.clinical != "resolved" for row in pen.finding.refuted):
        return pen.say("Conflicting data: allergy, and assessed as not allergic")
    return pen.say("Conflicting data: allergy, and told to be resolved")


def _tags(pen: Pen) -> Iterable[Mark]:
    finding, ledger = pen.finding, pen.ledger
    yield from pen.marking.unread(pen.record.allergies)
    if finding.stale and finding.verdict in (AllergyVerdict.DENIED, AllergyVerdict.CONFLICT):
        when = finding.denials[0].when
        day = when.first_day if when else None
        old = pen.speech.span(day, pen.today) if day else ""
        text = (
            pen.say("Old data, {age}: ask again", age=old)
            if finding.verdict is AllergyVerdict.DENIED
            else pen.say("The denial is old, {age}: ask again", age=old)  # never doubt on the allergy itself
        )
        yield Mark(Shape.TAG, text, Tone.PLAIN)
    if not ledger.lines:
        if finding.verdict is AllergyVerdict.NOT_FOUND:
            yield Mark(Shape.TAG, pen.say("From the files read"), Tone.DOUBT)
        return
    if ledger.asking:
        if finding.verdict is not AllergyVerdict.ASKING:  # there the first line says it
            more = pen.say("Asking {k} more facilities: there may be more", k=ledger.asking)
            yield Mark(Shape.TAG, more, Tone.DOUBT)
    elif not ledger.complete or finding.verdict is AllergyVerdict.NOT_FOUND:
        text = pen.say("{n} of {m} facilities answered", n=ledger.spoken, m=len(ledger.lines))
        yield Mark(Shape.TAG, text, Tone.PLAIN if ledger.complete else Tone.DOUBT)


def _names(pen: Pen, allergens: Iterable[Allergen], tone: Tone, paper: bool) -> Line:
    """amoxicillin (anaphylaxis) [B] · ซัลฟา [C]: every name in full."""
    segments: list[Segment] = []
    for allergen in allergens:
        segments += [Segment(" · ")] if segments else []
        segments += _name(pen, allergen, tone, paper)
    return tuple(segments)


def _name(pen: Pen, allergen: Allergen, tone: Tone, paper: bool) -> Line:
    told = next((text for row in allergen.rows if (text := reactions(pen, row))), "")
    return (
        Segment(allergen.name or pen.say("Nothing written"), tone),
        *((Segment(f" ({told})"),) if told else ()),
        *(_recorded(pen, allergen.rows) if paper else _badges(pen, allergen.rows)),
    )


def _badges(pen: Pen, rows: Iterable[Allergy]) -> Line:
    return tuple(Segment(letter, badge=True) for letter in pen.badges(rows))


def _recorded(pen: Pen, rows: Iterable[Allergy]) -> Line:
    """[A] รพ.… 9 ส.ค. 2558, [B] รพ.… 2560: the newest row of each place, with its date as precise as it was sent."""
    newest: dict[str, Allergy] = {}
    for row in sorted(rows, key=_day, reverse=True):
        newest.setdefault(row.origin.hcode or pen.facility(row), row)
    told = list(newest.values())
    segments: list[Segment] = []
    for row in told[:_MOST_DATED]:
        segments += [Segment(",")] if segments else []
        segments += [Segment(own, badge=True)] if (own := pen.letter(row)) else []
        segments.append(Segment(f" {pen.facility(row)} {pen.date(row.when)}"))
    for row in told[_MOST_DATED:]:
        own = pen.letter(row)
        segments += [Segment(own, badge=True)] if own else [Segment(f", {pen.facility(row)}")]
    return tuple(segments)


def _drugs(pen: Pen, paper: bool) -> list[Line]:
    """The drugs, on paper each on a line of its own."""
    drugs = pen.finding.drugs
    if paper:
        return [_name(pen, allergen, Tone.STOP, paper) for allergen in drugs]
    return [_names(pen, drugs, Tone.STOP, paper)]


def _allergic(pen: Pen, paper: bool) -> tuple[Line, ...]:
    return (*_drugs(pen, paper), *(_refuted(pen, row) for row in pen.finding.refuted))


def _conflict(pen: Pen, paper: bool) -> tuple[Line, ...]:
    """What stands first; then what speaks against it, newest first."""
    finding = pen.finding
    against = sorted((*finding.denials, *finding.refuted), key=_day, reverse=True)
    lines = _drugs(pen, paper)
    refuted = set(map(id, finding.refuted))
    lines += [_refuted(pen, row) if id(row) in refuted else _denial(pen, row) for row in against]
    return tuple(lines)


def _day(row: Allergy) -> str:
    day = row.when.first_day if row.when else None
    return day.isoformat() if day else ""


def _refuted(pen: Pen, row: Allergy) -> Line:
    text = allergy_line(pen, row)
    return (Segment(f"{text} ({pen.facility(row)} {pen.date(row.when)})"), *_badges(pen, (row,)))


def _denial(pen: Pen, row: Allergy) -> Line:
    """ปฏิเสธการแพ้ยา · ผู้ป่วยให้ข้อมูล · [A] รพ.… · 12 มี.ค. 2563."""
    return (Segment(pen.say("Denies drug allergy") + " · "), *_witness(pen, row))


def _witness(pen: Pen, row: Allergy) -> Line:
    who = informant(pen, row)
    return (
        Segment(f"{who} · "),
        *_badges(pen, (row,)),
        Segment(f" {pen.facility(row)} · {pen.date(row.when)}"),
    )


def informant(pen: Pen, row: Allergy) -> str:
    """Who said it: ผู้ป่วยให้ข้อมูล; in words when the source does not say."""
    if not row.informant:
        return pen.say("Informant not named")
    told = informant_words(pen, row.informant)
    # "This facility found it": read elsewhere, "this" would be the reader's own.
    return f"{told} ({pen.who(row)})" if "แห่งนี้" in told else told


def _denied(pen: Pen, _: bool) -> tuple[Line, ...]:
    lines: list[Line] = [_witness(pen, pen.finding.denials[0])]
    rest: list[str] = []
    if count := len(pen.finding.silent):
        rest.append(pen.say("No data on allergy at {n} more facilities with a history", n=count))
    if pen.ledger.lines and (open_lines := len(pen.ledger.lines) - pen.ledger.spoken):
        rest.append(pen.say("No usable answer from {n} facilities yet", n=open_lines))
    if rest:
        lines.append((Segment(" · ".join(rest), Tone.QUIET),))
    return tuple(lines)


def _not_found(pen: Pen, paper: bool) -> tuple[Line, ...]:
    """Silence is not a denial: say so, and say what was sent in its place."""
    said = pen.say("This does not mean not allergic: ask the patient")
    missing = len(pen.ledger.lines) - pen.ledger.spoken
    if missing:
        said += " · " + pen.say("No usable answer from {n} facilities yet", n=missing)
    return ((Segment(said),), *_weak(pen, paper))


def _so_far(pen: Pen, paper: bool) -> tuple[Line, ...]:
    """While asking: how many, and what arrived so far without concluding from it."""
    lines: list[Line] = [(Segment(silence(pen.ledger, pen.words)),)]
    lines += [(Segment(pen.say("So far") + ": "), *_denial(pen, row)) for row in pen.finding.denials[:1]]
    return (*lines, *_weak(pen, paper))


def _weak(pen: Pen, paper: bool) -> Iterable[Line]:
    finding, sources = pen.finding, _recorded if paper else _badges
    if finding.weak_denials:
        text = pen.say("Denial without informant or date, not counted") + " "
        yield (Segment(text, Tone.DOUBT), *sources(pen, finding.weak_denials))
    for row in finding.negated:
        yield (Segment(f"{allergy_line(pen, row)} ", Tone.DOUBT), *sources(pen, (row,)))
    if finding.unknown:
        told = (with_turn(pen, row, _sent(pen, row)) for row in finding.unknown)
        sent = ", ".join(dict.fromkeys(told))
        text = pen.say("Sent {text}, which is not a denial", text=sent) + " "
        yield (Segment(text, Tone.DOUBT), *sources(pen, finding.unknown))
    yield from (_refuted(pen, row) for row in finding.refuted)


def _sent(pen: Pen, row: Allergy) -> str:
    return f"“{row.substance.words}”" if row.substance.words else pen.say("Nothing written")


def _apart(pen: Pen, paper: bool) -> Iterable[Line]:
    """Food, other allergens and side effects, each named apart."""
    finding = pen.finding
    groups = (
        (pen.say("Food allergy"), finding.foods, Tone.STOP),
        (pen.say("Other allergy"), finding.others, Tone.STRONG),
        (pen.say("Side effects"), finding.side_effects, Tone.PLAIN),
    )
    for title, allergens, tone in groups:
        if allergens:
            yield (Segment(f"{title}: "), *_names(pen, allergens, tone, paper))
    if finding.apart_denials and not finding.foods:
        row = finding.apart_denials[0]
        yield (Segment(allergy_line(pen, row) + " · "), *_witness(pen, row))


def _hidden(pen: Pen) -> Iterable[Line]:
    if pen.finding.hidden and not pen.ledger.restricted_not_asked:
        text = pen.say("There are {n} allergy rows of restricted access, not shown", n=pen.finding.hidden)
        yield (Segment(text, Tone.DOUBT),)
