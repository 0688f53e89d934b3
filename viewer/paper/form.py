"""Any form of blocks on paper: its head, the allergy box, its blocks in their order, how complete it is below.

The order is the form's; what stands in it is worded in viewer.view.forms. Black only.
"""

from viewer.base.words import Words
from viewer.paper.blocks import BlockSetter
from viewer.paper.finish import DATA_KIND, DATA_NAME, Attachment
from viewer.paper.flow import Gap, Part, closer
from viewer.paper.formats import A4, A5
from viewer.paper.frame import Around, headed, paper_for
from viewer.paper.ink import Pen
from viewer.paper.letterhead import Head, heading
from viewer.paper.proof import identifier_of
from viewer.paper.text import Setter
from viewer.view.forms.blocks import Form, Paper

_FORMATS = {Paper.A4: A4, Paper.A5: A5}


def form_pdf(form: Form, words: Words) -> bytes:
    """The form on pages of its own size.

    Raises:
        PaperError: no page can be made of it.
    """
    setter = Setter(paper_for(_FORMATS[form.paper], emergency=form.emergency))
    around = Around(
        form.running_head, form.footer, form.strong, form.allergy, form.synthetic, form.ask, form.emergency
    )
    frame, allergy = headed(setter, words, around)
    blocks = BlockSetter(form, setter, words, frame.room)
    who = form.issuer
    head = Head(who.name, who.lines, form.title, form.privacy, form.subtitle, form.number, who.crest)
    parts: list[Part] = [heading(setter, words, head, synthetic=form.synthetic), Gap(5)]
    parts += blocks.parts(form.opening)
    parts += [Gap(4), *allergy]
    parts += blocks.parts(form.parts)
    pen = Pen(title=form.title, language=words.language, paper=setter.paper)
    roomy, close = frame.pages(parts), frame.pages([closer(part) for part in parts])
    frame.draw(pen, setter, words, close if len(close) < len(roomy) else roomy)
    return pen.finish(_attached(form), identifier_of(form.proof))


def _attached(form: Form) -> Attachment | None:
    """The form's rows as data; its name says what it is and never whose."""
    return Attachment(DATA_NAME, DATA_KIND, form.data_said, form.data) if form.data else None
