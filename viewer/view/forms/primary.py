"""ใบส่งตัว, layout C: what a primary care unit (รพ.สต.) sends along, with the reply to be torn off."""

from viewer.signin.roles import REFERRAL, REFERRAL_C
from viewer.view.forms.blocks import (
    Block,
    Filled,
    Form,
    Heading,
    Place,
    Ruled,
    Signatures,
    TearOff,
    Tick,
    Ticks,
    Told,
)
from viewer.view.forms.referring import (
    Said,
    form_of,
    going_along,
    line,
    medicines,
    sender,
    vitals,
    whose,
    written,
)
from viewer.view.imprint import Printing, who_signs
from viewer.view.numbering import fiscal_year
from viewer.view.pen import Pen
from viewer.view.sheet import Letter

_CRITICAL, _URGENT, _ORDINARY = ("1", "2"), ("3",), ("4", "5")


def primary(letter: Letter, pen: Pen, printing: Printing, said: Said) -> Form:
    """The form; ``said`` by the names of fields."""
    say = pen.say
    year = printing.house.digits(str(fiscal_year(printing.now.date())))
    opening: tuple[Block, ...] = (
        Filled(
            (
                line(say("Transfer no."), letter.number),
                *((line(say("fiscal year B.E."), year),) if not letter.number else ()),
                line(say("Sent on"), letter.sent),
                line("\n" + say("Transferred to"), letter.to),
            ),
            110,
        ),
        _urgency(pen, letter, said),
        *whose(letter),
    )
    past = say("Past and family history: {text}", text=letter.past) if letter.past else ""
    told_of = "\n".join(filter(None, (letter.chief, letter.history, past, letter.examination)))
    numbered = "   ".join(f"{n}.\u00a0{text}" for n, text in enumerate(letter.problems, 1))
    known = "\n".join(filter(None, (numbered, letter.story)))
    parts = (
        Heading(say("Vital signs on arrival, before the transfer")),
        *vitals(pen, said),
        Told(say("Chief complaint and physical examination"), told_of, lines=3),
        *((Told(say("Diseases and problems as sent"), known),) if known else ()),
        Heading(say("Results")),
        Ruled(letter.results),
        Told(say("Provisional diagnosis"), "\n".join(letter.diagnoses), lines=2),
        Told(say("Reason for referral"), " · ".join(filter(None, (letter.cause, letter.asked))), lines=1),
        Told(say("Treatment given before the transfer"), letter.treatment, lines=2),
        *written(letter, pen),
        *medicines(pen, letter),
        *((Told(say("Other particulars"), letter.other),) if letter.other else ()),
        *going_along(letter, pen, said),
        Signatures((_sender(letter, pen, printing), Place(say("who receives the patient"))), letter.legend),
        TearOff(
            say("Reply slip") + f" ({say('to')} {printing.post.facility})",
            (
                Filled(letter.reply_about, 60),
                Told(say("Diagnosis"), beside=True),
                Told(say("Plan of further care"), lines=2),
                Signatures((Place(say("receiving physician")),)),
            ),
        ),
    )  # fmt: skip
    title = say("Transfer form, primary care unit")
    return form_of(letter, printing.house, REFERRAL_C, title, opening, parts)


def _sender(letter: Letter, pen: Pen, printing: Printing) -> Place:
    """A primary care unit has no physician: there its nurse sends."""
    if printing.signs(REFERRAL_C) and not printing.signs(REFERRAL):
        return Place(pen.say("sending nurse"), who_signs(pen, printing), draft=True, own=True)
    return sender(pen, letter)


def _urgency(pen: Pen, letter: Letter, said: Said) -> Ticks:
    """Three steps, ticked from the five of THCC only where a code was chosen, which stands behind it; other words stand
    with the label."""
    say, code = pen.say, said.get("urgency", "")
    other = f" ({letter.urgency})" if letter.urgency and not code else ""

    def step(text: str, codes: tuple[str, ...]) -> Tick:
        ticked = code in codes
        return Tick(f"{text}: {letter.urgency}" if ticked else text, ticked)

    return Ticks(
        say("Urgency") + other,
        (
            step(say("critical, emergency"), _CRITICAL),
            step(say("very urgent"), _URGENT),
            step(say("ordinary, by appointment"), _ORDINARY),
        ),
    )
