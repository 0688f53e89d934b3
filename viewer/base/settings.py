"""What people and sites may set: the site's profile (which exchange, which limits) and this desk's preferences.

Files are JSON, written by people, so pydantic reads them. A profile file that cannot be read is an error that
names the field, never the value.
"""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from viewer.base.errors import PrawatError

_PICTURES, _LARGEST_CREST = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"), 2 * 1024 * 1024
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})

_TLS = r"^((https://|http://(127\.0\.0\.1|localhost|\[::1\])[:/])[^?#\s]*[^/?#\s])?$"  # TLS, or this machine


class SettingsUnreadable(PrawatError):
    """A settings file is not what it should be; ``str()`` names the fields."""

    code = "settings-unreadable"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Limits(_Strict):
    """How long and how much: seconds and counts, per facility unless said otherwise."""

    connect: float = 5
    silence: float = 20  # a page without a byte
    facility: float = 60  # the whole facility, from its first request
    per_facility: int = 6  # requests at a time
    in_all: int = 24
    page_bytes: int = 64 * 1024 * 1024  # decompressed
    page_count: int = 200  # _count
    pace: float = 0.003  # between two starts: all places filled in one breath would hold the window for 50 ms
    retries: int = 2


class SitePaper(_Strict):
    """How the papers of one facility look. ``crest``: a PNG or JPEG file beside the profile, printed in grey.

    ``form_numbers`` by the code of a form: ``{"referral": "บส.08"}``. ``thai_digits``: of the number and the date of a
    letter only; clinical values always have Arabic ones.
    """

    crest: Path | None = None
    name: str = ""  # as it stands on paper; "" = as the exchange calls the facility
    affiliation: str = ""  # สังกัด
    address: str = ""
    phone: str = ""  # "" = the one that the exchange knows
    form_numbers: dict[str, str] = {}
    thai_digits: bool = False
    medicine_list: Literal["A4", "A5"] = "A5"  # the size that the patient's list has at first
    referral: Literal["A", "B", "C"] = "A"  # the layout that the page of referrals begins with


class ReferralCodes(_Strict):
    """Which of the Thai lists a site codes its referrals by: they disagree with one another."""

    reason: Literal["thcc", "43plus", "std15", "eclaim"] = "thcc"
    urgency: Literal["thcc", "eclaim"] = "thcc"


class Profile(_Strict):
    """One exchange as a site sees it. ``origins`` are the only places that may receive our token."""

    name: str
    title: str
    base: str
    issuer: str
    client_id: str
    origins: tuple[str, ...]
    provider: str = "บัญชีบุคลากรสาธารณสุข"  # what the sign-in button names
    sandbox: bool = False
    offline_access: bool = False
    consent_code_system: str = "https://prawat.example/consent-code"
    consent_code_until: str = "https://prawat.example/consent-code-until"
    consent_link: str = "https://prawat.example/consent-link"
    formulary: Path | None = (
        None  # the site's own medicines: a table, or a folder of them, beside the profile
    )
    rule_tables: tuple[Path, ...] = ()  # the site's own rules for medicines, beside the profile
    rules_off: tuple[str, ...] = ()  # ids of rules the site does not want
    time_stamps: Annotated[str, Field(pattern=r"^(https://.+)?$")] = (
        ""  # RFC 3161 authority for signatures; "" = none
    )
    verify: Annotated[str, Field(pattern=_TLS)] = (
        ""  # where anybody asks about the code on a paper: this address, "/", the code; "" = nowhere
    )
    health_links: Annotated[str, Field(pattern=_TLS)] = (
        ""  # takes encrypted files for SMART Health Links; "" = none are made
    )
    trust: tuple[
        Path, ...
    ] = ()  # certificates of whoever issues clinicians' certificates, beside the profile
    token_module: Path | None = (
        None  # PKCS#11 library of the tokens that clinicians sign with, on this machine
    )
    papers: dict[str, SitePaper] = {}  # by the code of the facility that issues them
    referral_codes: ReferralCodes = ReferralCodes()
    referral_templates: Path | None = None  # texts of referrals that the site ships, beside the profile
    limits: Limits = Limits()

    @field_validator("token_module")
    @classmethod
    def _in_one_place(cls, module: Path | None) -> Path | None:
        """A bare name would be looked for in many places, and what is found there would run in this program."""
        if module is not None and not module.is_absolute():
            raise ValueError("an absolute path")
        return module


class Preferences(_Strict):
    """This desk's own taste. Holds nothing of a patient."""

    language: str = "th"
    scale: Annotated[int, Field(ge=80, le=200)] = 100
    profile: str = ""


def read_profile(path: Path) -> Profile:
    """A profile file.

    Raises:
        SettingsUnreadable: missing, not JSON, a field that does not fit, or a sandbox that is elsewhere.
    """
    try:
        profile = Profile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SettingsUnreadable("the profile file cannot be opened") from error
    except ValidationError as error:
        fields = ", ".join(
            ".".join(map(str, item["loc"])) or "file" for item in error.errors(include_input=False)
        )
        raise SettingsUnreadable(f"the profile does not fit: {fields}") from None
    # Real data must never carry the sandbox's stamp.
    places = (
        profile.base,
        profile.issuer,
        *profile.origins,
        *filter(None, (profile.verify, profile.health_links)),
    )
    if profile.sandbox and not all(map(_is_here, places)):
        raise SettingsUnreadable("the profile does not fit: a sandbox is on this machine, all of it")
    beside: dict[str, object] = {
        "rule_tables": tuple(path.parent / name for name in profile.rule_tables),
        "trust": tuple(path.parent / name for name in profile.trust),
    }
    beside["papers"] = {code: _beside(path, code, paper) for code, paper in profile.papers.items()}
    if profile.formulary is not None:
        beside["formulary"] = path.parent / profile.formulary
    if profile.referral_templates is not None:
        beside["referral_templates"] = path.parent / profile.referral_templates
    return profile.model_copy(update=beside)


def _beside(profile: Path, code: str, paper: SitePaper) -> SitePaper:
    """With its crest in its place; a file that is none is told now, not when a letter is printed."""
    if paper.crest is None:
        return paper
    crest = profile.parent / paper.crest
    try:
        with crest.open("rb") as file:
            begins = file.read(8)
            fits = begins.startswith(_PICTURES) and crest.stat().st_size <= _LARGEST_CREST
    except OSError:
        fits = False
    if not fits:
        raise SettingsUnreadable(f"the profile does not fit: papers.{code}.crest")
    return paper.model_copy(update={"crest": crest})


def _is_here(address: str) -> bool:
    try:
        return urlsplit(address).hostname in _THIS_MACHINE
    except ValueError:
        return False


def read_preferences(path: Path) -> Preferences:
    """This desk's preferences; the usual ones when the file is missing or does not fit: taste never stops work."""
    try:
        return Preferences.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return Preferences()


def keep_preferences(path: Path, preferences: Preferences) -> None:
    """Write them; a disk that does not let us is no reason to stop working."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(preferences.model_dump_json(), encoding="utf-8")
