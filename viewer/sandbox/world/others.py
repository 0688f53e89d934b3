"""Rows of the rarer types: told almost as sent, with days, references and ids filled in."""

from viewer.sandbox.world.chart import Pen
from viewer.sandbox.world.rows import label
from viewer.sandbox.world.values import Resource


def other(pen: Pen, raw: Resource) -> None:
    """A resource of a rarer type, told almost as sent.

    Texts that begin with "@" are filled in: "@patient", "@here", "@cid", a day ("@D-3 07:30"), or the name of
    something written before ("@condition:E11.2"). An "id" names it for others.
    """
    day = str(raw.get("day", ""))
    made = pen.start(raw["resourceType"], day, str(raw.get("id", "")))
    body = {k: v for k, v in raw.items() if k not in {"resourceType", "id", "day"}}
    labels = tuple(body.pop("labels", ()))
    made |= _filled(pen, body)
    label(made, labels)
    pen.keep(made)


def _filled(pen: Pen, value: object) -> Resource:
    filled = _fill(pen, value)
    return filled if isinstance(filled, dict) else {}


def _fill(pen: Pen, value: object) -> object:
    match value:
        case dict():
            return {key: _fill(pen, inner) for key, inner in value.items()}
        case list():
            return [_fill(pen, inner) for inner in value]
        case "@patient":
            return pen.subject()["reference"]
        case "@here":
            return pen.organization()["reference"]
        case "@cid":
            return pen.chart.human.cid
        case str() if value.startswith("@") and value[1:] in pen.names:
            return pen.names[value[1:]]
        case str() if value.startswith("@"):
            return pen.when(value[1:])
        case _:
            return value
