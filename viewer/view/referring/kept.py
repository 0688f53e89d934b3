"""The letter of a record that its consent has closed: what the clinician typed, and nothing of the record."""

from dataclasses import replace

import msgspec

from viewer.exchange.ledger import Ledger
from viewer.record.story import Record
from viewer.view.imprint import Printing
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.pen import Pen
from viewer.view.sheet import AllergyBlock, AllergyState, Letter


def kept_letter(pen: Pen, draft: LetterDraft, printing: Printing, *, head: str, sandbox: bool) -> Letter:
    """``draft`` holds only what was typed (visit.referral.typed_only); ``head`` says whose it is."""
    empty = Pen(Record(), Ledger(), pen.today, pen.words)
    why = pen.say("The consent has ended: only what the writer typed is here, and nothing of the record")
    ask = pen.say("Nothing of the record is here: ask about allergies again")
    # Without a reference no data is made: the rows are gone, and typed words alone would look like the whole.
    made = letter_of(empty, replace(printing, reference=""), draft, sandbox=sandbox)
    told = letter_of(empty, printing, replace(draft, written=None), sandbox=sandbox).footer[-1]
    return replace(
        made,
        running_head=head,
        allergy=AllergyBlock(AllergyState.NOT_FOUND, ask),
        results=msgspec.structs.replace(made.results, empty=why),
        medicines=msgspec.structs.replace(made.medicines, empty=why),
        remarks=(why,),
        strong=(*made.strong, why),
        footer=(why, told),
    )
