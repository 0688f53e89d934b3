"""Where our token may go: exactly the origins that the site's profile names, and nowhere else.

An origin is scheme, host and port (RFC 6454, 4). Plain http is allowed to loopback only, and only in a sandbox
profile; private addresses never are, so that a forged Endpoint can't point us into the hospital's own network.
"""

from viewer.base.opaque import Opaque
from viewer.base.settings import Profile
from viewer.exchange.errors import OriginRefused
from viewer.signin.places import NOT_HTTPS, PRIVATE, Origin, objection, origin

_AGAINST = {NOT_HTTPS: "an address without encryption", PRIVATE: "a private address"}


class Origins:
    """The places of one profile.

    Raises:
        OriginRefused: when the profile itself names a place that no token may go to.
    """

    def __init__(self, profile: Profile) -> None:
        self._sandbox = profile.sandbox
        self._allowed = frozenset(
            self._acceptable(Opaque(place)) for place in (*profile.origins, profile.base)
        )

    def check(self, url: Opaque) -> Origin:
        """The address's origin.

        Raises:
            OriginRefused: not one of ours. The message names no address.
        """
        place = self._acceptable(url)
        if place not in self._allowed:
            raise OriginRefused("an address outside this exchange")
        return place

    def allows(self, url: Opaque) -> bool:
        """Whether ``check`` would pass."""
        try:
            self.check(url)
        except OriginRefused:
            return False
        return True

    def _acceptable(self, url: Opaque) -> Origin:
        place = origin(url.reveal())
        if place is None:
            raise OriginRefused("an address that no token may go to")
        against = objection(place, sandbox=self._sandbox)
        if against:
            raise OriginRefused(_AGAINST[against])
        return place
