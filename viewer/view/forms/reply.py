"""ใบตอบกลับ / ส่งกลับ: what was found and done, and who looks after the person from now on (refer back).

What comes of it is coded as the 43 files have it; a reason to send back is the one of "43 แฟ้มพลัส".
"""

from dataclasses import replace

from viewer.base.words import Words
from viewer.signin.people import Post
from viewer.signin.roles import REPLY
from viewer.view.forms.blocks import (
    Block,
    Filled,
    Form,
    Heading,
    Place,
    Remark,
    Ruled,
    Signatures,
    Tick,
    Ticks,
    Told,
)
from viewer.view.forms.referring import (
    MEDICINE_SHARES,
    Said,
    coded_ticks,
    form_of,
    line,
    sender,
    whose,
)
from viewer.view.imprint import Printing
from viewer.view.pen import Pen
from viewer.view.referring.data import diagnoses_in
from viewer.view.sheet import Letter, LetterLine
from viewer.writing.referred import Answer, Written

_REASONS, _RESULTS = "cs-43plus-refer-reason", "cs-43file-refer-result"
HOME = "reply-home"  # ยากลับบ้าน, one a line
FIELDS = (
    "reply-to", "reply-number", "reply-from", "reply-until", "reply-diagnosis", "reply-treatment", HOME, "reply-advice",
    "reply-next",
)  # fmt: skip
"""What a clinician writes of it, by name, in the order of the form."""


def labels(words: Words) -> dict[str, str]:
    """What each field is called."""
    say = words.say
    return {
        "reply-to": say("To (who referred)"),
        "reply-number": say("Answers referral no., of the day"),
        "reply-from": say("Person received on"),
        "reply-until": say("Sent back or discharged on"),
        "reply-diagnosis": say("Final diagnosis"),
        "reply-treatment": say("Treatment given, course"),
        HOME: say("Home medicines (name, strength, how to take, quantity)"),
        "reply-advice": say("Advice, plan of further care"),
        "reply-next": say("Next appointment"),
    }


def reply(letter: Letter, pen: Pen, printing: Printing, said: Said) -> Form:
    """The letter back; ``said`` by the names of FIELDS. The medicines of the record stand below those taken home, under
    a heading that keeps them apart, with an empty cell for what is decided."""
    say, named = pen.say, labels(pen.words)
    text = {name: said.get(name, "") for name in FIELDS}
    opening: tuple[Block, ...] = (
        Filled(
            (
                line(say("No.")),
                line(say("Day"), letter.sent),
                line("\n" + named["reply-to"], text["reply-to"]),
                *_answered(pen, text["reply-number"]),
            ),
            150,
        ),
        *whose(replace(letter, patient=_sent_by_them(pen, letter))),
    )
    parts: tuple[Block, ...] = (
        coded_ticks(say("This letter"), _REASONS, ("6", "7"), said.get("reply-reason", "")),
        Ticks("", (Tick(say("still treated here")), Tick(say("referred on to"), blank=True))),
        coded_ticks(say("Result of the referral"), _RESULTS, ("1", "2", "3", "4", "5"), ""),
        Filled(
            (
                line(named["reply-from"], text["reply-from"]),
                line(named["reply-until"], text["reply-until"]),
            ),
            120,
        ),
        Told(named["reply-diagnosis"], text["reply-diagnosis"], lines=2),
        Heading(say("Results"), letter.results_note),
        Ruled(letter.results),
        Told(named["reply-treatment"], text["reply-treatment"], lines=3),
        Told(named[HOME], text[HOME], lines=4),
        *((Heading(say("Cautions on medicines")),) if letter.remarks else ()),
        *(Remark(remark) for remark in letter.remarks),
        Heading(say("Medicines of the record, not the home medicines"), letter.medicines.caption),
        Ruled(letter.medicines, MEDICINE_SHARES, (-1,)),
        Told(named["reply-advice"], text["reply-advice"], lines=3),
        Told(named["reply-next"], text["reply-next"], beside=True),
        Signatures(
            (Place(say("physician who answers"), sender(pen, letter).who, draft=True, own=True),),
            letter.legend,
        ),
    )
    title = say("Reply to a referral, referral back")
    return form_of(letter, printing.house, REPLY, title, opening, parts)


def replied(said: Said, words: Words, post: Post) -> Written:
    """What was written of it, for the data that go along: each text under its label, and the final diagnoses."""
    named = labels(words)
    return Written(
        title=words.say("Reply to a referral, referral back"),
        hcode=post.hcode,
        facility=post.facility,
        answers=tuple(Answer(name, named[name], said[name]) for name in FIELDS if said.get(name)),
        diagnoses=tuple(diagnoses_in(said.get("reply-diagnosis", ""))),
        reply=True,
    )


def _answered(pen: Pen, typed: str) -> tuple[LetterLine, ...]:
    """The referral that is answered, as typed; else a line for its number and one for its day."""
    if typed:
        return (line("\n" + labels(pen.words)["reply-number"], typed),)
    return (line("\n" + pen.say("Answers referral no.")), line(pen.say("of the day")))


def _sent_by_them(pen: Pen, letter: Letter) -> tuple[LetterLine, ...]:
    """The person's lines: it was the reader who referred them."""
    first, *others = letter.patient
    return (replace(first, label=pen.say("As you referred, the patient")), *others)
