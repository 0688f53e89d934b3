"""What forms have in common: who issues them, whose they are, who signs."""

from viewer.view.allergy_words import allergy_block
from viewer.view.band import beware_word
from viewer.view.forms.blocks import Block, Filled, Form, Place, Signatures
from viewer.view.imprint import Printing, imprint, who_signs
from viewer.view.issuing import issuer
from viewer.view.particulars import hospital_number, sex_of
from viewer.view.pen import Pen
from viewer.view.persons import age_words
from viewer.view.relatives import kin, names_line, phones_line
from viewer.view.sheet import LetterLine


def person(pen: Pen, printing: Printing, *, kindred: bool = False) -> Filled:
    """Name, sex, age, number, birth date, hospital number; ``kindred``: relatives too, where any are known."""
    say, birth = pen.say, pen.birth
    lines = [
        LetterLine(say("Patient"), printing.name),
        LetterLine(say("sex"), sex_of(pen)),
        LetterLine(say("age"), age_words(pen) if birth else ""),
        LetterLine("\n" + say("Citizen id"), printing.citizen_id),
        LetterLine(say("born on"), pen.speech.when(birth) if birth else ""),
        LetterLine(say("HN here"), hospital_number(pen.record.persons, printing.post.hcode)),
    ]
    found = kin(pen) if kindred else ()
    if found:
        lines.append(LetterLine("\n" + say("Relative or guardian"), names_line(pen, found)))
        lines.append(LetterLine(say("telephone"), phones_line(pen, found)))
    return Filled(tuple(lines))


def printed_by(pen: Pen, printing: Printing) -> Signatures:
    """Where whoever prints signs that it was taken from the record as it stands here. No draft: nothing in it was
    written by anybody here, and many such pages are never signed."""
    return Signatures((Place(pen.say("who printed it"), who_signs(pen, printing), own=True),))


def form_about(
    pen: Pen,
    printing: Printing,
    code: str,
    title: str,
    parts: tuple[Block, ...],
    *,
    clinical: bool = True,
    kindred: bool = False,
    sandbox: bool,
) -> Form:
    """A form that says whose paper it is, whom it is about, and its parts. One that is not ``clinical`` has neither the
    allergy frame nor what the answers lack below, and is not signed by who prints it; ``kindred``: it names relatives,
    with the letters of the sources."""
    foot = imprint(pen, printing)
    return Form(
        code=code,
        title=title,
        number=printing.house.number(code),
        privacy=pen.say("Personal health data, not to be shown to others"),
        issuer=issuer(printing.post, printing.house, pen.words),
        running_head=foot.header,
        allergy=allergy_block(pen, paper=True) if clinical else None,
        opening=(person(pen, printing, kindred=kindred),),
        parts=(*parts, printed_by(pen, printing)) if clinical else parts,
        footer=foot.footer if clinical else foot.footer[-1:],
        strong=(*foot.strong, beware_word(pen)) if clinical else (),
        synthetic=sandbox,
        emergency=printing.emergency,
    )
