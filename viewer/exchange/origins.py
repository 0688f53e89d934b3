"""Where our token may go: exactly the origins that the site's profile names, and nowhere else.

An origin is scheme, host and port (RFC 6454, 4). Plain http is allowed to loopback only, and only in a sandbox
profile; private addresses never are, so that a forged Endpoint can't point us into the hospital's own network.
"""

from ipaddress import ip_address

import httpx

from viewer.base.opaque import Opaque
from viewer.base.settings import Profile
from viewer.exchange.errors import OriginRefused

Origin = tuple[str, str, int]
_PORTS = {"https": 443, "http": 80}
_LOOPBACK_NAMES = frozenset({"localhost"})


class Origins:
    """The places of one profile.

    Raises:
        OriginRefused: when the profile itself names a place that no token may go to.
    """

    def __init__(self, profile: Profile) -> None:
        self._sandbox = profile.sandbox
        self._allowed = frozenset(
            self._acceptable(Opaque(origin)) for origin in (*profile.origins, profile.base)
        )

    def check(self, url: Opaque) -> Origin:
        """The address's origin.

        Raises:
            OriginRefused: not one of ours. The message names no address.
        """
        origin = self._acceptable(url)
        if origin not in self._allowed:
            raise OriginRefused("an address outside this exchange")
        return origin

    def allows(self, url: Opaque) -> bool:
        """Whether ``check`` would pass."""
        try:
            self.check(url)
        except OriginRefused:
            return False
        return True

    def _acceptable(self, url: Opaque) -> Origin:
        text = url.reveal()
        if any(character <= " " or character == "\\" for character in text):
            raise OriginRefused("an address with characters that no address has")
        try:
            # httpx's own reading of the address: a second parser might see another host than the one called.
            parts = httpx.URL(text)
        except (httpx.InvalidURL, ValueError):
            raise OriginRefused("an address that cannot be read") from None
        if parts.userinfo or not parts.host or parts.scheme not in _PORTS:
            raise OriginRefused("an address that no token may go to")
        loopback = _is_loopback(parts.host)
        if parts.scheme == "http" and not (self._sandbox and loopback):
            raise OriginRefused("an address without encryption")
        if _is_private(parts.host) and not (self._sandbox and loopback):
            raise OriginRefused("a private address")
        return parts.scheme, parts.host.lower(), parts.port or _PORTS[parts.scheme]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() in _LOOPBACK_NAMES


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host.lower() in _LOOPBACK_NAMES or host.lower().endswith((".localhost", ".local", ".internal"))
