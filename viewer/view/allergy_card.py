"""บัตรแพ้ยา in words: only what was assessed, with its assessor; what is left out is said, never shown as an allergy.

A card is carried for years and believed everywhere. An allergy that somebody reported, or that one facility assessed
and another refuted, is no entry of it: it is named apart, as not settled and never to be taken for no allergy.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from viewer.record.assessed import Judged, Obstacle, judged
from viewer.record.facts import Allergy
from viewer.safety.kindred import Kindred, kindred
from viewer.view.allergies import by_whom, certainty_words
from viewer.view.band import born
from viewer.view.imprint import Printing, imprint
from viewer.view.letter_parts import Proof
from viewer.view.particulars import hospital_number
from viewer.view.pen import Pen
from viewer.view.telling import reactions


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One drug on the card: its name as recorded, and what is said of it, line by line."""

    name: str
    reaction: str  # "" = no source wrote what happened
    assessments: tuple[str, ...]  # one of each assessed row: how sure, how serious, when, by whom, where
    unnamed: bool  # no source named who assessed it: a line to write on


@dataclass(frozen=True, slots=True)
class AllergyCard:
    """The card, ready to be set. Everything is worded already; what names nobody is a line to write on."""

    title: str
    beside: str  # the title in the other language
    holder: str
    holder_lines: tuple[str, ...]
    entries: tuple[CardEntry, ...]
    others: tuple[tuple[str, str], ...]  # what else to be careful with: label, names
    notes: tuple[str, ...]
    issued: tuple[str, ...]
    running_head: str
    footer: tuple[str, ...]
    strong: tuple[str, ...]
    synthetic: bool = False
    emergency: bool = False  # the record was opened for one
    sealed: tuple[str, ...] = ()  # what is printed where it will be signed electronically
    proof: Proof | None = None  # None: nothing is said of it

    @property
    def facility(self) -> str:
        """Who issues it."""
        return self.issued[1]

    @property
    def signer(self) -> tuple[str, ...]:
        """Who signs it."""
        return self.issued[:2]


def allergy_card(pen: Pen, printing: Printing, *, sandbox: bool) -> AllergyCard:
    """The card of an open record; without ``entries`` none may be issued (``why_none`` says why).

    ``pen`` must have been given nothing that may not be printed.
    """
    say = pen.say
    found = _judged(pen)
    good = [one for one in found if one.rows]
    foot = imprint(pen, printing)
    post, who = printing.post, printing.clinician
    number = say("Citizen id {number}", number=printing.citizen_id) if printing.citizen_id else ""
    known_as = hospital_number(pen.record.persons, post.hcode)
    hn = f"HN {known_as}" if known_as else ""
    phone = say("tel. {number}", number=post.phone) if post.phone else ""
    return AllergyCard(
        title=say("Drug allergy card"),
        beside="Drug allergy card" if pen.words.language != "en" else "บัตรแพ้ยา",
        holder=printing.name,
        holder_lines=tuple(filter(None, (" · ".join(filter(None, (born(pen), number, hn))),))),
        entries=tuple(_entry(pen, one) for one in good),
        others=tuple(_others(pen, good)),
        notes=tuple(_notes(pen, found)),
        issued=(
            say("Issued by {who}", who=f"{who.name} {who.licence}".strip()),
            " · ".join(filter(None, (post.facility, phone))),
            pen.speech.day(printing.now.date()),
        ),
        running_head=foot.header,
        footer=foot.footer,
        strong=foot.strong,
        synthetic=sandbox,
        emergency=printing.emergency,
    )


def why_none(pen: Pen) -> tuple[str, ...]:
    """Why no card can be issued, a sentence for each allergen; () when one can be."""
    found = _judged(pen)
    if any(one.rows for one in found):
        return ()
    if not found:
        return (pen.say("No standing drug allergy is recorded"),)
    return tuple(f"{one.allergen.name or pen.say('Nothing written')}: {_why(pen, one)}" for one in found)


def _judged(pen: Pen) -> tuple[Judged, ...]:
    return judged(pen.finding.drugs, pen.finding.refuted)


def _why(pen: Pen, one: Judged) -> str:
    say = pen.say
    if one.obstacle is Obstacle.CONFLICT:
        rows = (f"{pen.facility(row)} {pen.date(row.when)}" for row in one.against)
        return say("Assessed as no allergy elsewhere ({where}): settle that first", where=", ".join(rows))
    return {
        Obstacle.INACTIVE: say("The source says that it is not active"),
        Obstacle.UNREAD: say("The row could not be read in full"),
        Obstacle.UNCONFIRMED: say("The source calls it unconfirmed"),
        Obstacle.POSSIBLE: say("Assessed as possible only"),
        Obstacle.NOT_ASSESSED: say("No source says that it was assessed"),
    }[one.obstacle or Obstacle.NOT_ASSESSED]


def _entry(pen: Pen, one: Judged) -> CardEntry:
    told = dict.fromkeys(filter(None, (reactions(pen, row) for row in one.rows)))
    return CardEntry(
        name=one.allergen.name or pen.say("Nothing written"),
        reaction=" · ".join(told),
        assessments=tuple(dict.fromkeys(_assessment(pen, row) for row in one.rows)),
        unnamed=not any(row.assessor for row in one.rows),
    )


def _assessment(pen: Pen, row: Allergy) -> str:
    """น่าจะใช่ (probable) · ความร้ายแรง: … · 9 ส.ค. 2558 · รพ.บ้านเหนือคลอง · ผู้ประเมิน …."""
    say = pen.say
    sure = certainty_words(pen, row) or say("Source status: confirmed, no assessment found")
    return " · ".join(
        filter(
            None,
            (
                say("Result: {words}", words=sure),
                say("Seriousness: {words}", words=row.seriousness) if row.seriousness else "",
                pen.date(row.when),
                pen.facility(row),
                by_whom(pen, row),
            ),
        )
    )


def _others(pen: Pen, good: Iterable[Judged]) -> Iterable[tuple[str, str]]:
    """Drugs of the same class or ring, each under the name of what stands on the card."""
    for one in good:
        for kin in kindred(one.rows, pen.formulary, pen.book):
            names = ", ".join(kin.ingredients)
            yield _label(pen, one, kin), names


def _label(pen: Pen, one: Judged, kin: Kindred) -> str:
    group = pen.formulary.groups[kin.group]
    called = group.thai if pen.words.language == "th" and group.thai else group.english
    if kin.whole:
        return pen.say("All of {group}", group=called)
    return pen.say("Ask before use, like {name} ({group})", name=one.allergen.name, group=called)


def _notes(pen: Pen, found: Iterable[Judged]) -> Iterable[str]:
    say = pen.say
    yield say("Show this card to the doctor or pharmacist whenever you get a medicine")
    unsettled = dict.fromkeys(_unsettled(pen, one) for one in found if not one.rows)
    if unsettled:
        yield say("Not settled, never to be taken for no allergy: {list}", list=" · ".join(unsettled))


def _unsettled(pen: Pen, one: Judged) -> str:
    """amoxicillin (anaphylaxis, รพ.บ้านเหนือคลอง 9 ส.ค. 2558): named, for nobody asks about what a card hides."""
    told = dict.fromkeys(filter(None, (reactions(pen, row) for row in one.allergen.rows)))
    newest = one.allergen.rows[0]
    where = " ".join(filter(None, (pen.facility(newest), pen.date(newest.when) if newest.when else "")))
    about = ", ".join(filter(None, (*told, where)))
    return f"{one.allergen.name or pen.say('Nothing written')} ({about})" if about else one.allergen.name
