"""What can go wrong at the consent desk. A patient's "no" is no error: it is an answer (desk.Answer).

ConsentError
  RequestNotTaken    the exchange took the request but gave nothing to show to the patient
"""

from viewer.base.errors import PrawatError


class ConsentError(PrawatError):
    """Asking for consent did not work."""

    code = "consent"


class RequestNotTaken(ConsentError):
    """The exchange's answer holds no consent, or no code for the patient's phone."""

    code = "consent-request-not-taken"
