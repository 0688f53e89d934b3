"""What the record puts into fields of the referral by itself, as text that the clinician may change or take out.

Of people only: what is measured, diagnosed or given is chosen by hand.
"""

from viewer.view.pen import Pen
from viewer.view.relatives import kin, names_line, phones_line
from viewer.visit.referral import Field


def offers(pen: Pen) -> dict[Field, str]:
    """By field, with the letters of the facilities that say so; none that it knows nothing of."""
    found = kin(pen)
    told = {Field.RELATIVE: names_line(pen, found), Field.RELATIVE_PHONE: phones_line(pen, found)}
    return {name: text for name, text in told.items() if text}
