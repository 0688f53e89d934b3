"""What can go wrong in a visit itself; everything else comes from below with its own code.

PrawatError
  VisitError
    WrongMoment     the move does not fit the state (a click that came too late)
    ReasonMissing   a row of restricted access was to be opened, or a finding put aside, without saying why
    NoPost          signed in, but at no facility, or in no role this program knows
"""

from viewer.base.errors import PrawatError


class VisitError(PrawatError):
    """The visit cannot make this move."""

    code = "visit"


class WrongMoment(VisitError):
    """The move does not fit the state."""

    code = "wrong-moment"


class ReasonMissing(VisitError):
    """No reason was given."""

    code = "reason-missing"


class NoPost(VisitError):
    """The clinician has no post at any facility, or none in a known role."""

    code = "no-post"
