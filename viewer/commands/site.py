"""A site's own medicines and rules for commands without a window: what its profile names, as the window takes it."""

from pathlib import Path

from viewer.base.settings import Profile, SettingsUnreadable, read_profile
from viewer.commands.files import Unusable
from viewer.record.errors import FormularyUnreadable
from viewer.safety.reference import Reference, reference


def site_profile(file: Path | None) -> Profile | None:
    """The site's profile; None where none is named.

    Raises:
        Unusable: it cannot be read.
    """
    if file is None:
        return None
    try:
        return read_profile(file)
    except SettingsUnreadable as error:
        raise Unusable("bad-site", "The site's profile cannot be read ({detail})", detail=error) from None


def site_reference(site: Profile | None) -> Reference:
    """Ours alone, or with what the site's profile adds. A rule table that does not fit is a fault in the book.

    Raises:
        Unusable: the site's list of medicines cannot be read.
    """
    if site is None:
        return reference()
    try:
        return reference(site.formulary, site.rule_tables, site.rules_off)
    except FormularyUnreadable as error:
        raise Unusable(
            error.code, "The site's list of medicines cannot be read ({detail})", detail=error
        ) from None
