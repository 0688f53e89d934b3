"""The code by which a paper can be verified: what is printed of it, and what an exchange says of it, in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from viewer.base.clock import BANGKOK
from viewer.base.words import Words
from viewer.view.sheet import HealthLink, Proof
from viewer.view.wording.grammar import grammar
from viewer.writing.paper_code import LONG, grouped

if TYPE_CHECKING:
    from viewer.exchange.verifying import Proof as Told  # brings httpx, which reading files does without


def proof_to_come(address: str, words: Words) -> Proof:
    """For a preview: the place is kept, as large as the code will be."""
    return Proof(
        words.say("Code when printed or saved"), grouped("·" * LONG), f"{address}/{'2' * LONG}", to_come=True
    )


def proof_on_paper(code: str, address: str, words: Words) -> Proof:
    """``address`` is the profile's ``verify``."""
    return Proof(words.say("Code to verify this paper"), grouped(code), f"{address}/{code}")


def no_proof(words: Words, *, offered: bool) -> Proof:
    """Why there is none: the network offers it, but could not be reached; or does not offer it."""
    if offered:
        return Proof(
            words.say("No code to verify this paper: the network could not be reached when it was made")
        )
    return Proof(words.say("No code to verify this paper: the network offers none"))


def link_on_paper(address: str, until: datetime, words: Words) -> HealthLink:
    """What stands beside a health link on paper."""
    local, speech, say = until.astimezone(BANGKOK), grammar(words), words.say
    moment = f"{speech.day(local.date())} {speech.clock(local)}"
    return HealthLink(
        address,
        say("Data of this referral letter (SMART Health Link)"),
        (
            say("Until {moment}; afterwards it cannot be opened", moment=moment),
            say("Opened with a passcode, which the patient has: it is not printed here"),
            say(
                "Whoever has this code and the passcode can read these data: do not copy or photograph it for others"
            ),
        ),
    )


class Proven(StrEnum):
    """From nothing to the very file."""

    NO_CODE = "no-code"
    NOT_ASKED = "not-asked"
    NO_ANSWER = "no-answer"
    UNKNOWN = "unknown"  # the exchange knows no such code
    OTHER = "other"  # it knows the code, of another file
    SUPERSEDED = "superseded"  # this very file, but a newer paper took its place
    SAME = "same"
    ISSUED = "issued"  # typed from a paper: it knows the code, and there is no file to hold against it
    REPLACED = "replaced"  # the same, but a newer paper took its place


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known of a paper's code. Facility, time and copy are the exchange's words."""

    standing: Proven
    code: str = ""
    facility: str = ""
    issued: datetime | None = None
    copy: int = 0  # 0 = not told


def verified(code: str, digest: str, told: "Told | None") -> Verification:
    """An exchange's answer held against a file. ``digest`` is the file's, "" where there is only paper.

    ``told`` None = it knows no such code.
    """
    if told is None:
        return Verification(Proven.UNKNOWN, code)
    facility = f"{told.facility} ({told.hcode})" if told.hcode else told.facility
    standing = Proven.SUPERSEDED if told.superseded else Proven.SAME
    if not digest:
        standing = Proven.REPLACED if told.superseded else Proven.ISSUED
    elif told.digest != digest:
        standing = Proven.OTHER
    return Verification(standing, code, facility, told.issued, told.copy)


def verification_words(found: Verification, words: Words) -> str:
    """One sentence, with who issued the paper and when as far as it is told."""
    say, parts = words.say, [_sentences(words)[found.standing]]
    if found.code:
        parts.append(say("code {code}", code=grouped(found.code)))
    if found.facility:
        parts.append(say("issued by {name}", name=found.facility))
    if found.issued is not None:
        local, speech = found.issued.astimezone(BANGKOK), grammar(words)
        parts.append(f"{speech.day(local.date())} {speech.clock(local)}")
    if found.copy:
        parts.append(say("copy {n}", n=found.copy))
    return " · ".join(parts)


def _sentences(words: Words) -> dict[Proven, str]:
    say = words.say
    return {
        Proven.NO_CODE: say("The paper carries no code to verify it by"),
        Proven.NOT_ASKED: say("The paper carries a code; no exchange was asked about it"),
        Proven.NO_ANSWER: say("The exchange could not be asked about the paper's code"),
        Proven.UNKNOWN: say("The exchange knows no paper with this code"),
        Proven.OTHER: say(
            "The exchange knows the code, but of another file: this one was changed or saved anew"
        ),
        Proven.SUPERSEDED: say("The file is the one that was issued, but a newer paper took its place"),
        Proven.SAME: say("The file is the one that was issued"),
        Proven.ISSUED: say(
            "A paper with this code was issued: compare facility, time and copy with the paper"
        ),
        Proven.REPLACED: say("A paper with this code was issued, but a newer one took its place"),
    }
