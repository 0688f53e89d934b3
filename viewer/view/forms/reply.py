"""ใบตอบกลับ / ส่งกลับ: what was found and done, and who looks after the person from now on (refer back).

What comes of it is coded as the 43 files have it; a reason to send back is the one of "43 แฟ้มพลัส".
"""

from dataclasses import replace

from viewer.signin.roles import REPLY
from viewer.view.forms.blocks import (
    Block,
    Filled,
    Form,
    Heading,
    Place,
    Ruled,
    Signatures,
    Tick,
    Ticks,
    Told,
)
from viewer.view.forms.referring import (
    MEDICINE_SHARES,
    Said,
    cautions,
    coded_ticks,
    form_of,
    line,
    sender,
    whose,
)
from viewer.view.imprint import Printing
from viewer.view.pen import Pen
from viewer.view.referring.codes import REPLY_REASONS, REPLY_RESULTS
from viewer.view.referring.fields import reply_fields
from viewer.view.sheet import Letter, LetterLine
from viewer.visit.referral import Field


def reply(letter: Letter, pen: Pen, printing: Printing, said: Said) -> Form:
    """The letter back. The medicines of the record stand below those taken home, under a heading that keeps them apart,
    with an empty cell for what is decided."""
    say, named = pen.say, {asked.name: asked.label for asked in reply_fields(pen.say)}

    def text(name: Field) -> str:
        return said.get(name, "")

    def told(name: Field, lines: int) -> Told:
        return Told(named[name], text(name), lines=lines)

    opening: tuple[Block, ...] = (
        Filled(
            (
                line(say("No."), text(Field.REPLY_NO)),
                line(say("Day"), letter.sent),
                line("\n" + named[Field.REPLY_TO], text(Field.REPLY_TO)),
                *_answered(pen, text(Field.REPLY_NUMBER), named[Field.REPLY_NUMBER]),
            ),
            150,
        ),
        *whose(replace(letter, patient=_sent_by_them(pen, letter))),
    )
    parts: tuple[Block, ...] = (
        coded_ticks(named[Field.REPLY_REASON], REPLY_REASONS, ("6", "7"), text(Field.REPLY_REASON)),
        _stays(pen, text(Field.REPLY_STAY), text(Field.REPLY_ONWARD)),
        coded_ticks(
            named[Field.REPLY_RESULT], REPLY_RESULTS, ("1", "2", "3", "4", "5"), text(Field.REPLY_RESULT)
        ),
        Filled(tuple(line(named[name], text(name)) for name in (Field.REPLY_FROM, Field.REPLY_UNTIL)), 120),
        told(Field.REPLY_DIAGNOSIS, 2),
        Heading(say("Results"), letter.results_note),
        Ruled(letter.results),
        told(Field.REPLY_TREATMENT, 3),
        told(Field.REPLY_HOME, 4),
        *cautions(pen, letter),
        Heading(say("Medicines of the record, not the home medicines"), letter.medicines.caption),
        Ruled(letter.medicines, MEDICINE_SHARES, (-1,)),
        told(Field.REPLY_ADVICE, 3),
        Told(named[Field.REPLY_NEXT], text(Field.REPLY_NEXT), beside=True),
        Signatures(
            (Place(say("physician who answers"), sender(pen, letter).who, draft=True, own=True),),
            letter.legend,
        ),
    )
    title = say("Reply to a referral, referral back")
    return form_of(letter, printing.house, REPLY, title, opening, parts)


def _stays(pen: Pen, chosen: str, onward: str) -> Ticks:
    """Where the person is now. A place that was written ticks its box where nothing else was chosen."""
    say = pen.say
    further = chosen == "onward" or bool(onward and not chosen)
    return Ticks(
        "",
        (
            Tick(say("still treated here"), chosen == "here"),
            Tick(say("referred on to"), further, blank=True, said=onward),
        ),
    )


def _answered(pen: Pen, typed: str, label: str) -> tuple[LetterLine, ...]:
    """The referral that is answered, as typed; else a line for its number and one for its day."""
    if typed:
        return (line("\n" + label, typed),)
    return (line("\n" + pen.say("Answers referral no.")), line(pen.say("of the day")))


def _sent_by_them(pen: Pen, letter: Letter) -> tuple[LetterLine, ...]:
    """The person's lines: it was the reader who referred them."""
    first, *others = letter.patient
    return (replace(first, label=pen.say("As you referred, the patient")), *others)
