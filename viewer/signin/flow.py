"""Signing in: SMART App Launch 2.2, standalone, as a public native client (RFC 8252)."""

import re
import secrets
import webbrowser
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from inspect import isawaitable
from urllib.parse import urlencode

import httpx

from viewer.base.clock import Clock
from viewer.base.log import note
from viewer.base.opaque import Opaque
from viewer.base.settings import Profile
from viewer.signin import idtoken, pkce, tokens
from viewer.signin.discovery import Provider, discover
from viewer.signin.errors import (
    AnswerNotTrusted,
    BrowserUnavailable,
    IdentityNotTrusted,
    NotAClinician,
    SignInError,
)
from viewer.signin.loopback import Answer, Loopback
from viewer.signin.people import Clinician
from viewer.signin.roles import scopes as all_scopes
from viewer.signin.tokens import Grant, Tokens
from viewer.signin.wire import SignInLimits, get_document

_FHIR_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


@dataclass(frozen=True, slots=True)
class Session:
    """A clinician who is signed in. What was asked and is missing in ``granted_scopes`` is not an error."""

    tokens: Tokens
    clinician: Clinician  # without a licence: that is read from the Practitioner
    granted_scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Question:
    """What only this one sign-in knows, to be found again in its answer."""

    state: Opaque
    nonce: Opaque
    proof: pkce.Proof
    scopes: tuple[str, ...]


async def sign_in(
    profile: Profile,
    http: httpx.AsyncClient,
    clock: Clock,
    open_browser: Callable[[str], object],
    scopes: Iterable[str] | None = None,
    limits: SignInLimits | None = None,
    *,
    anew: bool = False,
) -> Session:
    """Send the clinician to the provider and come back with a session. Cancel the task to cancel it.

    ``open_browser`` is called once in the loop's thread with an address it must neither show nor log; what it returns
    is awaited where it can be, and False means that nothing opened. ``scopes`` default to those of the role table.
    ``anew`` asks the provider to let nobody in who is merely still signed in there: on a shared computer that is the
    colleague before.

    Raises:
        SignInError: any of its kinds but SignInAgain.
    """
    try:
        return await _sign_in(profile, http, clock, open_browser, scopes, limits or SignInLimits(), anew=anew)
    except SignInError as error:
        note("sign-in-failed", code=error.reason.replace("_", "-"))
        raise


async def _sign_in(
    profile: Profile,
    http: httpx.AsyncClient,
    clock: Clock,
    open_browser: Callable[[str], object],
    scopes: Iterable[str] | None,
    limits: SignInLimits,
    *,
    anew: bool,
) -> Session:
    provider = await discover(profile, http, limits)
    asked = tuple(scopes) if scopes is not None else all_scopes(offline=profile.offline_access)
    question = _Question(
        Opaque(secrets.token_urlsafe(32)), Opaque(secrets.token_urlsafe(32)), pkce.fresh(), asked
    )
    async with Loopback(question.state) as loopback:
        redirect_uri = loopback.redirect_uri
        await _open(open_browser, _address(profile, provider, question, redirect_uri, anew=anew))
        answer = await loopback.answer(limits.browser)
    form = {
        "grant_type": "authorization_code",
        "code": _code(answer, provider).reveal(),
        "redirect_uri": redirect_uri,
        "client_id": profile.client_id,
        "code_verifier": question.proof.verifier.reveal(),
    }
    grant = await tokens.ask(http, provider.token, form, clock, limits)
    held = Tokens(grant, provider, profile.client_id, http, clock, limits)
    try:
        clinician = await _who(profile, provider, grant, question, http, clock, limits)
    except SignInError:
        await held.forget()  # a token that came with a false identity is used for nothing
        raise
    return Session(held, clinician, frozenset(asked) if grant.scopes is None else grant.scopes)


def _address(
    profile: Profile, provider: Provider, question: _Question, redirect_uri: str, *, anew: bool
) -> str:
    """The authorization request (SMART App Launch 2.2, "Obtain authorization code")."""
    parameters = {
        "response_type": "code",
        "client_id": profile.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(question.scopes),
        "state": question.state.reveal(),
        "nonce": question.nonce.reveal(),
        "aud": profile.base,
        "code_challenge": question.proof.challenge,
        "code_challenge_method": "S256",
    }
    prompts = ["login"] if anew else []
    if "offline_access" in question.scopes:
        prompts.append("consent")  # OpenID Connect Core 11: without it offline_access is ignored
    if prompts:
        parameters["prompt"] = " ".join(prompts)
    return f"{provider.authorization}{'&' if '?' in provider.authorization else '?'}{urlencode(parameters)}"


async def _open(open_browser: Callable[[str], object], address: str) -> None:
    try:
        opened = open_browser(address)
        if isawaitable(opened):
            opened = await opened
    except (OSError, RuntimeError, webbrowser.Error):
        raise BrowserUnavailable("failed") from None
    if opened is False:
        raise BrowserUnavailable("refused")


def _code(answer: Answer, provider: Provider) -> Opaque:
    """The code, if it is this provider that answers (RFC 9207 2.4: also an error names its issuer)."""
    if answer.issuer is None and provider.names_itself:
        raise AnswerNotTrusted("issuer-missing")
    if answer.issuer not in (None, provider.issuer):
        raise AnswerNotTrusted("issuer-differs")
    if answer.code is None:
        raise tokens.refusal(answer.error)
    return answer.code


async def _who(
    profile: Profile,
    provider: Provider,
    grant: Grant,
    question: _Question,
    http: httpx.AsyncClient,
    clock: Clock,
    limits: SignInLimits,
) -> Clinician:
    if grant.id_token is None:
        raise IdentityNotTrusted("missing")
    expected = idtoken.Expected(
        issuer=provider.issuer,
        client_id=profile.client_id,
        nonce=question.nonce,
        access_token=grant.access,
        algorithms=provider.algorithms,
        now=clock.now(),
        leeway=timedelta(seconds=limits.leeway),
    )
    claims = await idtoken.check(
        grant.id_token, expected, lambda: get_document(http, provider.jwks, limits, "jwks")
    )
    return Clinician(
        subject=Opaque(claims.sub),
        name=claims.name,
        licence="",
        fhir_user=_practitioner(profile, claims.fhir_user),
    )


def _practitioner(profile: Profile, fhir_user: str) -> Opaque:
    """``Practitioner/{id}`` of this exchange; a fhirUser on another server, or a patient, is nobody here."""
    reference = fhir_user.removeprefix(profile.base.rstrip("/") + "/")
    kind, _, id_ = reference.partition("/")
    if kind != "Practitioner" or not _FHIR_ID.fullmatch(id_):
        raise NotAClinician("fhir-user")
    return Opaque(reference)
