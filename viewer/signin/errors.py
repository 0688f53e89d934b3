"""What can go wrong while signing in and while staying signed in.

PrawatError
  SignInError
    ProviderUnreachable   the provider, or the exchange's own documents, did not answer
    ProviderUnsuited      it answers, but not as this site's profile and SMART App Launch demand
    BrowserUnavailable    no browser could be opened
    SignInTimedOut        nobody came back from the browser
    SignInRefused         the provider, or the person at its page, said no
    AnswerNotTrusted      what came back is not the answer to our question
    IdentityNotTrusted    the id_token does not hold
    NotAClinician         signed in, but as nobody who may act at a facility
    SignInAgain           the session is over: only signing in anew helps

``reason`` is a short word for the log ("nonce", "jwks-origin"), never what was received.
"""

from viewer.base.errors import PrawatError


class SignInError(PrawatError):
    """The clinician cannot be signed in."""

    code = "sign-in"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{self.code}: {reason}")
        self.reason = reason


class ProviderUnreachable(SignInError):
    """No connection, no answer in time, or an answer of the 5xx kind. Trying later may help."""

    code = "provider-unreachable"


class ProviderUnsuited(SignInError):
    """A document is missing or unfit: wrong issuer, no S256, an endpoint on an origin the profile does not name."""

    code = "provider-unsuited"


class BrowserUnavailable(SignInError):
    """The system's browser did not open."""

    code = "browser-unavailable"


class SignInTimedOut(SignInError):
    """The browser never came back."""

    code = "sign-in-timed-out"


class SignInRefused(SignInError):
    """An error answer of RFC 6749 4.1.2.1 or OpenID Connect Core 3.1.2.6; ``reason`` is its code if we know it."""

    code = "sign-in-refused"


class AnswerNotTrusted(SignInError):
    """Wrong or missing issuer, a token answer that is not one."""

    code = "answer-not-trusted"


class IdentityNotTrusted(SignInError):
    """A check of OpenID Connect Core 3.1.3.7 failed."""

    code = "identity-not-trusted"


class NotAClinician(SignInError):
    """The id_token names no Practitioner of this exchange."""

    code = "not-a-clinician"


class SignInAgain(SignInError):
    """The refresh token is spent, revoked or absent."""

    code = "sign-in-again"
