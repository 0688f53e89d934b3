"""What can be wrong with a typed number.

PrawatError
  IdentityError
    NotACitizenId       not 13 digits
    PlaceholderNumber   a made-up number that passes the check digit and belongs to nobody
"""

from viewer.base.errors import PrawatError


class IdentityError(PrawatError):
    """A typed identifier cannot be used."""

    code = "identity"


class NotACitizenId(IdentityError):
    """Not thirteen digits, whatever the grouping."""

    code = "not-a-citizen-id"


class PlaceholderNumber(IdentityError):
    """A number hospitals type for people without one: it would open somebody else's record, or everybody's."""

    code = "placeholder-number"
