"""How a paper's signature stands: values that paper finds out, and their words for screen and command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from viewer.base.clock import BANGKOK
from viewer.base.words import Words
from viewer.view.wording.grammar import grammar


class Standing(StrEnum):
    """From nothing to proven. Only TRUSTED says who signed; INTACT says that nothing changed since somebody did."""

    UNSIGNED = "unsigned"
    NOT_CHECKED = "not-checked"  # there is a signature, but this installation cannot check it
    INVALID = "invalid"  # changed since, or no signature at all under its name
    EXTENDED = "extended"  # intact, but the file goes on behind what was signed
    INTACT = "intact"  # whole; the certificate is from nobody whom this site trusts
    EXPIRED = (
        "expired"  # whole; the certificate was not valid when it was used, and no time stamp says otherwise
    )
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class Signature:
    """One paper's signature. Names are the certificate's; ``claimed`` is the signer's own clock, ``uncertified`` what a
    time stamp says by somebody whom the site does not trust: neither proves anything."""

    standing: Standing
    signer: str = ""
    issuer: str = ""
    claimed: datetime | None = None
    stamped: datetime | None = None  # by a time stamping authority whom the site trusts
    uncertified: datetime | None = None


def signature_words(signature: Signature, words: Words) -> str:
    """One sentence, with who and when as far as it is known."""
    said = _sentences(words)[signature.standing]
    parts = [said]
    if signature.signer:
        parts.append(words.say("certificate of {name}", name=signature.signer))
    if signature.issuer:
        parts.append(words.say("issued by {name}", name=signature.issuer))
    if signature.stamped:
        parts.append(words.say("time stamp {moment}", moment=_moment(signature.stamped, words)))
    elif signature.claimed:
        moment = _moment(signature.claimed, words)
        parts.append(words.say("signed {moment} by the signer's clock", moment=moment))
    if signature.uncertified:
        moment = _moment(signature.uncertified, words)
        parts.append(words.say("time stamp that is not certified {moment}", moment=moment))
    return " · ".join(parts)


def _moment(when: datetime, words: Words) -> str:
    local, speech = when.astimezone(BANGKOK), grammar(words)
    return f"{speech.day(local.date())} {speech.clock(local)}"


def seal_words(signer: Sequence[str], name: str, issuer: str, now: datetime, words: Words) -> tuple[str, ...]:
    """What is printed where a paper is signed: by whom, by whose certificate, when. ``signer``: the letter's lines."""
    local, speech = now.astimezone(BANGKOK), grammar(words)
    moment = words.say("{day} at {clock}", day=speech.full_day(local.date()), clock=speech.clock(local))
    by = " · ".join(
        (words.say("certificate of {name}", name=name), words.say("issued by {name}", name=issuer))
    )
    return (words.say("Signed electronically"), *signer, by, moment)


def _sentences(words: Words) -> dict[Standing, str]:
    say = words.say
    return {
        Standing.UNSIGNED: say("Not signed electronically"),
        Standing.NOT_CHECKED: say("There is a signature; this installation cannot check it"),
        Standing.INVALID: say("The signature is not valid: the file was changed or the signature is damaged"),
        Standing.EXTENDED: say("Something was added to the file after it was signed"),
        Standing.INTACT: say("Unchanged since it was signed; who signed cannot be confirmed here"),
        Standing.EXPIRED: say("Unchanged since it was signed; the certificate was not valid at that time"),
        Standing.TRUSTED: say("Signature valid, unchanged since it was signed"),
    }
