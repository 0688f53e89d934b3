"""What can go wrong when something is written to the exchange, beside what can go wrong with any request.

PrawatError
  WritingError
    NotKept   the exchange said yes, but does not have what it was given
"""

from viewer.base.errors import PrawatError


class WritingError(PrawatError):
    """What was to be written does not stand at the exchange."""

    code = "writing"


class NotKept(WritingError):
    """The exchange answered without places for all of it, or gives back less than it was given."""

    code = "not-kept"
