"""What a medicine is called: its ingredients, with the Thai name where it helps, or as sent with the reason why."""

import re

from viewer.record.courses import Course
from viewer.record.facts import Drug
from viewer.view.pen import Pen

_THAI = re.compile(r"[\u0e00-\u0e7f]{3}")
_SHORT = re.compile(r"\b[a-z][a-z0-9]{1,4}\b")  # of a name that was read, all in small letters
_SHOUTED = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z][A-Za-z0-9]{1,4}\b")  # NPH, EPO, HCl
_SPOKEN = re.compile(r"[a-z]{4}")
_TRADE = re.compile(r"([^()+]{2,40}?)\s*\(")


def drug_name(pen: Pen, drug: Drug) -> str:
    """Ingredient, strength and form where they were read for certain, else the name as sent; of a combination the
    trade name too: ergotamine 1 มก. + caffeine 100 มก. (Cafergot)."""
    if not drug.ingredients:
        return drug.name or pen.say("Nothing written")
    trade = trade_name(drug)
    return " ".join(
        filter(None, (content(pen, drug), pen.speech.form(drug.form), f"({trade})" if trade else ""))
    )


def content(pen: Pen, drug: Drug) -> str:
    """Every ingredient with its strength; the strengths behind the names where it is not sure which is whose."""
    names = [cased(name, drug.name) for name in drug.ingredients]
    strengths = [pen.speech.strength(part.strip()) for part in drug.strength.split("+")]
    if len(names) == len(strengths):
        return " + ".join(
            f"{name} {strength}".strip() for name, strength in zip(names, strengths, strict=True)
        )
    return f"{' + '.join(names)} {pen.speech.strength(drug.strength)}".strip()


def trade_name(drug: Drug) -> str:
    """The name in front of what a combination is made of; "" where none was sent."""
    found = _TRADE.match(drug.name) if len(drug.ingredients) > 1 else None
    if found is None:
        return ""
    name = found[1].strip()
    told = name.casefold()
    return "" if any(one.split()[0] in told for one in drug.ingredients) else name


def cased(name: str, sent: str) -> str:
    """Abbreviations in a name as its source writes them, where it does not write all in capitals: insulin NPH."""
    shouted = {one.casefold(): one for one in _SHOUTED.findall(sent)} if _SPOKEN.search(sent) else {}
    return _SHORT.sub(lambda word: shouted.get(word[0], word[0]), name) if shouted else name


def named(pen: Pen, course: Course) -> str:
    """The ingredients; an herb, and what a source wrote in Thai, with its Thai name beside it."""
    name = cased(course.name, course.latest.drug.name)
    known = [pen.formulary.ingredients[id_] for id_ in course.ingredients]
    thai = " + ".join(one.thai for one in known)
    if not all(one.thai for one in known) or not known:
        return name
    if all("herb" in one.groups for one in known):
        return f"{thai} ({name})"
    written = any(_THAI.search(row.drug.name) for row in course.supplies)
    return f"{name} ({thai})" if written else name


def doubt_words(pen: Pen, course: Course) -> str:
    """Why it could not be identified; "" when it was."""
    if course.doubt == "disagree":
        return pen.say("The parts of its name mean different medicines")
    return pen.say("Name as sent, not in the list of medicines") if course.doubt else ""
