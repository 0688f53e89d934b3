"""What stands round the parts of a form: whose paper it is and the allergy box above, how complete it is below."""

from collections.abc import Sequence

from viewer.base.words import Words
from viewer.paper.flow import Gap, Part, stack
from viewer.paper.furniture import Furniture, allergy_heads, running_head, set_footer
from viewer.paper.text import Setter
from viewer.view.sheet import AllergyBlock


def framed(
    setter: Setter,
    words: Words,
    head: str,
    foot: Sequence[str],
    allergy: AllergyBlock | None,
    *,
    synthetic: bool,
    strong: Sequence[str],
    ask: bool = True,
) -> tuple[Furniture, list[Part]]:
    """Heads and foot, and the allergy list as parts of page 1 when it is too long for a box.

    ``head`` says whose record it is; ``foot`` are sentences, the phrases in ``strong`` bold; ``ask``: whether the
    allergy box has a line to ask again by hand.
    """
    paper = setter.paper
    lines = set_footer(setter, foot, strong, synthetic=synthetic)
    running = running_head(setter, words, head, synthetic=synthetic)
    room = paper.floor - paper.top - lines.height
    box = allergy_heads(setter, words, allergy, room, ask=ask) if allergy is not None else None
    later = stack([running, *([box.later] if box is not None else []), Gap(4)])
    first = later if box is None or not box.spilled else stack([running, Gap(4)])
    return Furniture(first, later, lines, synthetic, paper), box.spilled if box is not None else []
