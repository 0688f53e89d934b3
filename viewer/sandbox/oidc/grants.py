"""Codes, access tokens and refresh tokens, all hanging on one grant that dies as a whole.

Codes are single-use and live 60 seconds; access tokens live 300; every refresh token is used once (rotation).
A code or refresh token shown a second time kills the grant (RFC 6749 section 4.1.2, RFC 9700 section 4.14.2).
"""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import OAuthRefusal
from viewer.sandbox.oidc.requests import SignInRequest
from viewer.sandbox.store import Store, fingerprint

CODE_LIFE = 60
ACCESS_LIFE = 300
_RENEWABLE = frozenset({"offline_access", "online_access"})


@dataclass(frozen=True, slots=True)
class Grant:
    """What one person granted this client by signing in."""

    id: str
    signer: str
    scope: str
    nonce: str
    authenticated: float  # seconds since 1970


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token that is alive: whose, and for what."""

    grant: str
    signer: str
    scope: str


class Grants:
    """Issues, rotates and kills. Tokens are random; only their SHA-256 is kept."""

    def __init__(self, store: Store, clock: SandboxClock) -> None:
        self._store = store
        self._clock = clock

    def open(self, signer: str, scope: str, request: SignInRequest) -> str:
        """A new grant and its code."""
        grant, code = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        now = self._clock.epoch()
        self._store.run(
            "insert into grants values (?, ?, ?, ?, ?, 0)", grant, signer, scope, request.nonce, now
        )
        self._store.run(
            "insert into codes values (?, ?, ?, ?, ?, 0)",
            fingerprint(code),
            grant,
            request.redirect_uri,
            request.challenge,
            now + CODE_LIFE,
        )
        return code

    def redeem(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        """The grant behind a code.

        Raises:
            OAuthRefusal: ``invalid_grant`` for every reason a code may not be good.
        """
        row = self._store.one("select * from codes where hash = ?", fingerprint(code))
        if row is None:
            raise OAuthRefusal("invalid_grant", "the code is not known")
        if row["used"]:
            self.kill(row["grant_id"])
            raise OAuthRefusal("invalid_grant", "the code was used before; the grant is withdrawn")
        self._store.run("update codes set used = 1 where hash = ?", row["hash"])
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
        if row["until"] <= self._clock.epoch():
            raise OAuthRefusal("invalid_grant", "the code is older than 60 seconds")
        if row["redirect_uri"] != redirect_uri:
            raise OAuthRefusal("invalid_grant", "redirect_uri is not the one of the authorization request")
        if not secrets.compare_digest(row["challenge"], challenge):
            raise OAuthRefusal("invalid_grant", "code_verifier does not fit code_challenge")
        return self._alive(row["grant_id"])

    def renew(self, token: str, scope: str = "") -> Grant:
        """The grant behind a refresh token, which is used up by this.

        Raises:
            OAuthRefusal: ``invalid_grant``; a token shown twice kills the grant. ``invalid_scope`` when ``scope``
                holds more than was granted (the token then stays good).
        """
        row = self._store.one("select * from refresh where hash = ?", fingerprint(token))
        if row is None:
            raise OAuthRefusal("invalid_grant", "the refresh token is not known")
        if row["used"]:
            self.kill(row["grant_id"])
            raise OAuthRefusal("invalid_grant", "the refresh token was used before; the grant is withdrawn")
        grant = self._alive(row["grant_id"])
        if not set(scope.split()) <= set(grant.scope.split()):
            raise OAuthRefusal("invalid_scope", "more than was granted")
        self._store.run("update refresh set used = 1 where hash = ?", row["hash"])
        return grant

    def tokens(self, grant: Grant, scope: str) -> dict[str, object]:
        """A fresh access token, and a refresh token where the scope has one (RFC 6749 section 5.1)."""
        access = secrets.token_urlsafe(32)
        self._store.run(
            "insert into access values (?, ?, ?, ?)",
            fingerprint(access),
            grant.id,
            scope,
            self._clock.epoch() + ACCESS_LIFE,
        )
        answer: dict[str, object] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": ACCESS_LIFE,
            "scope": scope,
        }
        if _RENEWABLE & set(grant.scope.split()):
            refresh = secrets.token_urlsafe(32)
            self._store.run("insert into refresh values (?, ?, 0)", fingerprint(refresh), grant.id)
            answer["refresh_token"] = refresh
        return answer

    def bearer(self, token: str) -> Bearer | None:
        """Who stands behind an access token; None when it is unknown, too old, or its grant is dead."""
        row = self._store.one(
            "select g.id, g.signer, a.scope from access a join grants g on g.id = a.grant_id "
            "where a.hash = ? and a.until > ? and g.dead = 0",
            fingerprint(token),
            self._clock.epoch(),
        )
        return Bearer(row["id"], row["signer"], row["scope"]) if row else None

    def revoke(self, token: str) -> None:
        """End the grant behind a token of either kind; an unknown token is no error (RFC 7009)."""
        mark = fingerprint(token)
        for table in ("refresh", "access"):
            row = self._store.one(f"select grant_id from {table} where hash = ?", mark)  # noqa: S608 - both stand here
            if row is not None:
                self.kill(row["grant_id"])

    def kill(self, grant: str) -> None:
        """End a grant with every token that hangs on it."""
        self._store.run("update grants set dead = 1 where id = ?", grant)

    def _alive(self, key: str) -> Grant:
        row = self._store.one("select * from grants where id = ? and dead = 0", key)
        if row is None:
            raise OAuthRefusal("invalid_grant", "the grant was withdrawn")
        return Grant(row["id"], row["signer"], row["scope"], row["nonce"], row["authenticated"])
