"""What can go wrong in the record room. Reading itself never fails: what cannot be read is a gap.

PrawatError
  RecordError
    NoSuchFact     no open row has this number
    NothingToRead  a path that is to be read is not there, or cannot be opened
    FormularyUnreadable  a site's own table of medicines is not there, or does not fit
"""

from viewer.base.errors import PrawatError


class RecordError(PrawatError):
    """Something about a record that a user can be told."""

    code = "record"


class NoSuchFact(RecordError):
    """No open row has this number: it never had, it was replaced, or it is restricted."""

    code = "no-such-fact"


class NothingToRead(RecordError):
    """A file or folder cannot be read. ``str()`` names the reason, not the content."""

    code = "nothing-to-read"


class FormularyUnreadable(RecordError):
    """A site's table of medicines does not fit. ``str()`` names the table and the line, not the content."""

    code = "formulary-unreadable"
