"""What goes wrong in the sandbox on purpose, and how it is told on the wire.

SandboxError
  FhirRefusal     a FHIR request is refused: HTTP status and an OperationOutcome
  OAuthRefusal    a token, revocation or authorization request is refused: an RFC 6749 error
  AnswerTooLate   a patient answers a consent that can no longer be answered in that way
  FaultUnreadable a fault asked for is not one of the known kinds, or its values do not fit
  FormUnreadable  a body that should be application/x-www-form-urlencoded is not
"""


class SandboxError(Exception):
    """Root of the sandbox's own errors."""


class FhirRefusal(SandboxError):
    """A FHIR request is refused.

    ``issue`` is a code of the value set issue-type, ``detail`` a code of our own that machines may key on
    (``no-consent``, ``withheld`` ...), ``text`` a sentence for people. None holds patient data.
    """

    def __init__(
        self,
        status: int,
        issue: str,
        text: str,
        *,
        detail: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.issue = issue
        self.text = text
        self.detail = detail
        self.headers = headers or {}


class OAuthRefusal(SandboxError):
    """An OAuth request is refused (RFC 6749 sections 4.1.2.1 and 5.2)."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


class AnswerTooLate(SandboxError):
    """The consent is not in a state in which it can be answered so: expired, already answered, withdrawn."""


class FaultUnreadable(SandboxError):
    """A fault is not of a known kind, or one of its values does not fit."""


class FormUnreadable(SandboxError):
    """A body that should be a urlencoded form is not one, or is too long."""
