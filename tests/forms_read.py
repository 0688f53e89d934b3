"""What stands on a form, for tests: its labels, and what is filled in."""

from viewer.view.forms.blocks import Filled, Form, Heading, Remark, Rows, Ruled, Signatures, TearOff, Ticks
from viewer.view.forms.blocks import Told as Prose
from viewer.view.sheet import Section


def labels(form: Form) -> set[str]:
    """Everything on the form that names something."""
    found: set[str] = set()
    torn = [part for block in form.parts if isinstance(block, TearOff) for part in block.blocks]
    for block in (*form.opening, *form.parts, *torn):
        match block:
            case Heading(text, _):
                found.add(text)
            case Prose():
                found.add(block.heading)
            case Filled():
                found |= {block.title, *(line.label.strip() for line in block.lines)}
            case Ticks():
                found |= {block.label, *(choice.text for choice in block.choices)}
                found |= {line.label.strip() for line in block.then}
            case Ruled(section) | Rows(section):
                found |= {column.replace("\n", " ") for column in section.columns}
            case Signatures():
                found |= {place.as_who for place in block.places}
    return found


def prose(form: Form) -> dict[str, str]:
    return {block.heading: block.text for block in form.parts if isinstance(block, Prose)}


def measured(form: Form) -> Section:
    tables = (block.section for block in form.parts if isinstance(block, Ruled))
    return next(section for section in tables if section.name == "vitals")


def ticked(form: Form) -> list[str]:
    blocks = (*form.opening, *form.parts)
    return [
        tick.text for block in blocks if isinstance(block, Ticks) for tick in block.choices if tick.ticked
    ]


def everything(form: Form) -> str:
    """All that is filled in: nothing of the labels, and of boxes only the ticked."""
    found = [*prose(form).values(), *ticked(form)]
    for block in (*form.opening, *form.parts):
        match block:
            case Filled():
                found += [line.value for line in block.lines]
            case Ruled(section):
                found += [cell.text for row in section.rows for cell in row.cells]
            case Remark(text):
                found.append(text)
            case Ticks():
                found += [
                    block.label if "(" in block.label else "",
                    *(choice.said for choice in block.choices),
                    *(line.value for line in block.then),
                ]
            case _:
                pass
    return "\n".join(found)
