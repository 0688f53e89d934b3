"""What a medicine is called: its ingredients, with the Thai name where it helps, or as sent with the reason why."""

import re

from viewer.record.courses import Course
from viewer.view.pen import Pen

_THAI = re.compile(r"[\u0e00-\u0e7f]{3}")


def named(pen: Pen, course: Course) -> str:
    """The ingredients; an herb, and what a source wrote in Thai, with its Thai name beside it."""
    known = [pen.formulary.ingredients[id_] for id_ in course.ingredients]
    thai = " + ".join(one.thai for one in known)
    if not all(one.thai for one in known) or not known:
        return course.name
    if all("herb" in one.groups for one in known):
        return f"{thai} ({course.name})"
    written = any(_THAI.search(row.drug.name) for row in course.supplies)
    return f"{course.name} ({thai})" if written else course.name


def doubt_words(pen: Pen, course: Course) -> str:
    """Why it could not be identified; "" when it was."""
    if course.doubt == "disagree":
        return pen.say("The parts of its name mean different medicines")
    return pen.say("Name as sent, not in the list of medicines") if course.doubt else ""
