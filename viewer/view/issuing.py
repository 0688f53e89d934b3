"""Who issues a paper, as the site has it: name, affiliation, address, crest, the numbers of its forms, Thai digits.

What a site sets is set for one facility by its code: the papers of another post of the same clinician never carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from viewer.base.settings import Profile, SettingsUnreadable, SitePaper
from viewer.base.words import Words
from viewer.signin.people import Post
from viewer.signin.roles import ROLES

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True, slots=True)
class House:
    """What a site set for its papers, with its crest read."""

    set: SitePaper = field(default_factory=SitePaper)
    crest: bytes = field(default=b"", repr=False)

    def digits(self, text: str) -> str:
        """The number or the date of a letter in the digits the site wants."""
        return text.translate(_THAI) if self.set.thai_digits else text

    def number(self, form: str) -> str:
        """The number of a form, by its code; "" = none."""
        return self.digits(self.set.form_numbers.get(form, ""))


PLAIN = House()
"""Nothing was set."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a paper, as its head says it. ``crest`` is a picture file's bytes; b"" leaves a place for a seal."""

    name: str
    lines: tuple[str, ...] = ()
    crest: bytes = field(default=b"", repr=False)


def issuer(post: Post, house: House, words: Words) -> Issuer:
    """The facility that acts: its name, affiliation and address as set, its code and telephone."""
    say, told = words.say, house.set
    number = told.phone or post.phone
    code = say("facility code {code}", code=post.hcode) if post.hcode else ""
    phone = say("tel. {number}", number=number) if number else ""
    reached = " · ".join(part.replace(" ", "\u00a0") for part in (code, phone) if part)
    lines = tuple(filter(None, (told.affiliation, told.address, reached)))
    return Issuer(told.name or post.facility, lines, house.crest)


def houses(profile: Profile) -> Mapping[str, House]:
    """What is set, by the code of the facility.

    Raises:
        SettingsUnreadable: a crest cannot be read, or a form number is of a form that there is not.
    """
    forms = frozenset().union(*(role.forms for role in ROLES.values()))
    found = {}
    for code, paper in profile.papers.items():
        unknown = sorted(paper.form_numbers.keys() - forms)
        if unknown:
            raise SettingsUnreadable(f"the profile does not fit: papers.{code}.form_numbers.{unknown[0]}")
        try:
            crest = paper.crest.read_bytes() if paper.crest is not None else b""
        except OSError as error:
            raise SettingsUnreadable(f"the profile does not fit: papers.{code}.crest") from error
        found[code] = House(paper, crest)
    return found
