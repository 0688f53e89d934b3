"""Who is asking: the bearer token of a request and what it covers (RFC 6750)."""

from dataclasses import dataclass

from starlette.requests import Request

from viewer.sandbox import roles
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.oidc.grants import Grants
from viewer.sandbox.world import Signer, World


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person with what was granted to the program they use."""

    signer: Signer
    scope: str

    @property
    def practitioner(self) -> str:
        """Logical id of their Practitioner."""
        return self.signer.practitioner_id

    def allows(self, resource_type: str, letter: str) -> bool:
        """Whether the token covers one interaction (c, r, u, d or s) on a type."""
        return roles.allows(self.scope, resource_type, letter)

    def need(self, resource_type: str, letter: str) -> None:
        """Refuse what the token does not cover.

        Raises:
            FhirRefusal: 403 ``insufficient_scope``.
        """
        if not self.allows(resource_type, letter):
            challenge = f'Bearer error="insufficient_scope", scope="user/{resource_type}.{letter}"'
            raise FhirRefusal(
                403,
                "forbidden",
                f"the token does not cover this interaction on {resource_type}",
                detail="not-granted",
                headers={"WWW-Authenticate": challenge},
            )


class Door:
    """Knows the people by their tokens."""

    def __init__(self, world: World, grants: Grants) -> None:
        self._grants = grants
        self._signers = {signer.id: signer for signer in world.signers}

    def caller(self, request: Request) -> Caller:
        """Whose token the request carries.

        Raises:
            FhirRefusal: 401 without one, or with one that is unknown, too old or revoked.
        """
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise _sign_in_first('Bearer realm="prawat"', "a bearer token is required")
        bearer = self._grants.bearer(token.strip())
        signer = self._signers.get(bearer.signer) if bearer else None
        if bearer is None or signer is None:
            raise _sign_in_first(
                'Bearer realm="prawat", error="invalid_token"', "the token is not good (any more)"
            )
        return Caller(signer, bearer.scope)


def _sign_in_first(challenge: str, text: str) -> FhirRefusal:
    return FhirRefusal(401, "login", text, headers={"WWW-Authenticate": challenge})
