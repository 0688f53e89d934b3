"""Where everything of the sandbox stands: one origin, loopback only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """The absolute URLs the sandbox hands out. ``origin`` is ``http://127.0.0.1:PORT``."""

    origin: str

    @property
    def base(self) -> str:
        """FHIR base of the exchange itself: people, consents, directory, audit."""
        return f"{self.origin}/fhir"

    @property
    def issuer(self) -> str:
        """The OpenID provider."""
        return f"{self.origin}/oidc"

    @property
    def phone(self) -> str:
        """The patient's phone."""
        return f"{self.origin}/phone"

    @property
    def control(self) -> str:
        """The sandbox's own switches: JSON, for tests and demonstrations."""
        return f"{self.origin}/control"

    @property
    def verify(self) -> str:
        """Where whoever holds a paper asks about its code."""
        return f"{self.origin}/verify"

    @property
    def links(self) -> str:
        """Where SMART Health Links are kept."""
        return f"{self.origin}/links"

    def facility(self, hcode: str) -> str:
        """FHIR base of one facility, as its Endpoint names it."""
        return f"{self.origin}/at/{hcode}/fhir"

    def letter(self, secret: str) -> str:
        """The page on the patient's phone where one consent is answered."""
        return f"{self.phone}/c/{secret}"
