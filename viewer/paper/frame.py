"""What stands round the parts of a form: whose paper it is and the allergy box above, how complete it is below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from viewer.base.words import Words
from viewer.paper.flow import Drawing, Gap, Part, stack
from viewer.paper.formats import A4, Format
from viewer.paper.furniture import EMERGENCY_ROOM, Furniture, allergy_heads, running_head, set_footer
from viewer.paper.ink import Pen
from viewer.paper.text import Setter
from viewer.view.sheet import AllergyBlock


@dataclass(frozen=True, slots=True)
class Around:
    """``head`` says whose record it is; ``foot`` are sentences, the phrases in ``strong`` bold.

    ``ask``: the allergy box has a line to ask again by hand. ``emergency``: the record was opened for one; the setter
    is then of ``paper_for``.
    """

    head: str
    foot: Sequence[str]
    strong: Sequence[str]
    allergy: AllergyBlock | None
    synthetic: bool
    ask: bool = True
    emergency: bool = False


def paper_for(paper: Format = A4, *, emergency: bool) -> Format:
    """The paper, with room above everything for the stamp of an emergency."""
    return paper.lowered(EMERGENCY_ROOM) if emergency else paper


def framed(setter: Setter, words: Words, around: Around) -> tuple[Furniture, list[Part]]:
    """Heads and foot, and the allergy list as parts of page 1 when it is too long for a box."""
    frame, _, spilled = _set(setter, words, around, air=4)
    first = frame.later
    if spilled:
        first = stack([running_head(setter, words, around.head, synthetic=around.synthetic), Gap(4)])
    return replace(frame, first=first), spilled


def headed(setter: Setter, words: Words, around: Around) -> tuple[Furniture, list[Part]]:
    """The same for a form whose page 1 has its own head in the flow; and the allergy statement to be put into it."""
    frame, box, spilled = _set(setter, words, around, air=8)
    return frame, spilled or box


def _set(
    setter: Setter, words: Words, around: Around, air: float
) -> tuple[Furniture, list[Part], list[Part]]:
    """A frame with nothing above page 1, the allergy box, and the whole list when it is too long for a box."""
    paper, synthetic, allergy = setter.paper, around.synthetic, around.allergy
    lines = set_footer(setter, around.foot, around.strong, synthetic=synthetic)
    running = running_head(setter, words, around.head, synthetic=synthetic)
    room = paper.floor - paper.top - lines.height
    boxed = allergy_heads(setter, words, allergy, room, ask=around.ask) if allergy is not None else None
    box: list[Part] = [boxed.later] if boxed is not None else []
    later = stack([running, *box, Gap(air)])
    frame = Furniture(Drawing(0, _nothing), later, lines, synthetic, paper, around.emergency)
    return frame, box, boxed.spilled if boxed is not None else []


def _nothing(pen: Pen, x: float, top: float) -> None:
    """Page 1 has its head in the flow."""
