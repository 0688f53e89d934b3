"""A site's own medicines and rules for commands without a window: what its profile names, as the window takes it."""

from pathlib import Path

from viewer.base.settings import SettingsUnreadable, read_profile
from viewer.commands.files import Unusable
from viewer.record.errors import FormularyUnreadable
from viewer.safety.reference import Reference, reference


def site_reference(profile: Path | None) -> Reference:
    """Ours alone, or with what the site's profile adds. A rule table that does not fit is a fault in the book.

    Raises:
        Unusable: the profile or the site's list of medicines cannot be read.
    """
    if profile is None:
        return reference()
    try:
        site = read_profile(profile)
        return reference(site.formulary, site.rule_tables, site.rules_off)
    except SettingsUnreadable as error:
        raise Unusable("bad-site", "The site's profile cannot be read ({detail})", detail=error) from None
    except FormularyUnreadable as error:
        raise Unusable(
            error.code, "The site's list of medicines cannot be read ({detail})", detail=error
        ) from None
