"""How a type is read that is not read by hand: which element names it, which dates it, what else it says.

A path is element names joined by dots; lists on the way are walked through, and ``x[x]`` stands for any choice of type.
Lines are written "label=path,path": the label is a code that view words, the paths give its values. A label alone
stands for the element of its name, or for the one that FHIR uses for it throughout (``_THROUGHOUT``).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nest:
    """A list inside a resource whose items are rows of their own: ``kind`` is the code that view words.

    ``words`` are tried in their order; ``inner`` are paths below an item where items of the same kind stand, ``within``
    lists of another kind below it.
    """

    kind: str
    path: str
    words: tuple[str, ...] = ()
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()
    when: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    forbids: str = ""
    inner: tuple[str, ...] = ()
    within: tuple["Nest", ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One type. ``when`` are tried in their order; a Period gives both its ends.

    ``sources`` are references that may name the facility it comes from, never the one it goes to; ``forbids`` is the
    element that turns it into its opposite; ``ahead``: its date may well lie in the future.
    """

    type: str
    words: tuple[str, ...]
    when: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    status: tuple[str, ...] = ("status",)
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()
    nests: tuple[Nest, ...] = ()
    sources: tuple[str, ...] = ()
    forbids: str = ""
    ahead: bool = False


_THROUGHOUT = {
    "asked-for": "basedOn",
    "phone": "telecom",
    "place": "location",
    "reason": "reasonCode,reasonReference,reason",
    "site": "bodySite",
    "status-reason": "statusReason",
}


def lines_of(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """ "reason goal outcome=outcomeCode,outcomeReference" as labels with their paths."""
    parted = (item.partition("=") for item in text.split())
    return tuple(
        (label, tuple((paths or _THROUGHOUT.get(label, label)).split(","))) for label, _, paths in parted
    )


def form(
    type_: str,
    words: str,
    when: str = "",
    lines: str = "",
    nests: tuple[Nest, ...] = (),
    *,
    end: str = "",
    status: str = "status",
    sources: str = "",
    forbids: str = "",
    ahead: bool = False,
) -> Form:
    """A Form from words parted by blanks."""
    return Form(
        type_,
        tuple(words.split()),
        tuple(when.split()),
        tuple(end.split()),
        tuple(status.split()),
        lines_of(lines),
        nests,
        tuple(sources.split()),
        forbids,
        ahead,
    )


def nest(
    kind: str,
    path: str,
    words: str = "",
    lines: str = "",
    *,
    when: str = "",
    status: str = "",
    forbids: str = "",
    inner: str = "",
    within: tuple[Nest, ...] = (),
) -> Nest:
    """A Nest from words parted by blanks."""
    return Nest(
        kind,
        path,
        tuple(words.split()),
        lines_of(lines),
        tuple(when.split()),
        tuple(status.split()),
        forbids,
        tuple(inner.split()),
        within,
    )
