"""ใบส่งต่อผู้ป่วย, the letter form (layout A) that Thai hospitals know as บส.08.

The order of its parts is the order of the classic form. What nobody knows is a dotted line to write on, never
"none". The allergy frame, whose paper this is and how complete the data are stand on every page.
"""

from viewer.base.words import Words
from viewer.paper.finish import DATA_KIND, DATA_NAME, Attachment
from viewer.paper.flow import closer
from viewer.paper.frame import Around, headed, paper_for
from viewer.paper.ink import Pen
from viewer.paper.letterhead import Letterhead
from viewer.paper.proof import identifier_of
from viewer.paper.signing import Signing
from viewer.paper.story import Story
from viewer.paper.text import Setter
from viewer.view.sheet import Letter


def referral_pdf(letter: Letter, words: Words) -> bytes:
    """The letter on A4 pages, black only.

    A cell of the medicines' last column that is empty is a dotted line: there a clinician writes what was decided.
    A label of ``patient`` or ``address`` that begins with a newline begins a new line of the form.

    Raises:
        PaperError: no page can be made of it.
    """
    setter = Setter(paper_for(emergency=letter.emergency))
    around = Around(
        letter.running_head,
        letter.footer,
        letter.strong,
        letter.allergy,
        letter.synthetic,
        emergency=letter.emergency,
    )
    frame, allergy = headed(setter, words, around)
    story, signing = Story(letter, words, setter, frame.room), Signing(letter, words, setter)
    opening = [*Letterhead(letter, words, setter).parts(), *allergy, *story.parts()]
    roomy = frame.pages([*opening, *signing.after(story.medicines()), *signing.reply()])
    ending = [*signing.after(story.medicines(close=True)), *signing.reply(close=True)]
    close = frame.pages([closer(part) for part in (*opening, *ending)])
    pen = Pen(title=letter.title, language=words.language)
    frame.draw(pen, setter, words, close if len(close) < len(roomy) else roomy)
    return pen.finish(_attached(letter), identifier_of(letter.proof))


def _attached(letter: Letter) -> Attachment | None:
    """The letter's rows as data; its name says what it is and never whose."""
    if not letter.data:
        return None
    return Attachment(DATA_NAME, DATA_KIND, letter.data_said, letter.data)
