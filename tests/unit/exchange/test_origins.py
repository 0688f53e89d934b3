"""The token goes to the profile's origins and nowhere else."""

import pytest

from viewer.base.opaque import Opaque
from viewer.base.settings import Profile
from viewer.exchange.errors import OriginRefused
from viewer.exchange.origins import Origins


def profile(*origins: str, base: str = "https://hie.example/fhir", sandbox: bool = False) -> Profile:
    return Profile(
        name="p", title="p", base=base, issuer=base, client_id="c", origins=origins, sandbox=sandbox
    )


REAL = Origins(profile("https://hie.example", "https://at.example:8443"))


@pytest.mark.parametrize(
    "url",
    [
        "https://hie.example/fhir/Patient",
        "https://HIE.example:443/x",
        "https://at.example:8443/",
    ],
)
def test_the_profiles_own_places_pass(url: str) -> None:
    assert REAL.allows(Opaque(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://hie.example/fhir",
        "https://hie.example:8443/",
        "https://at.example/",
        "https://hie.example.evil.example/",
        "https://evil.example/https://hie.example/",
        "https://user@hie.example/",
        "https://hie.example@evil.example/",
        "https://hie.example\\@evil.example/",
        "https://hie.example /",
        "https://hie.example\n/",
        "https://evil.example#@hie.example/",
        "https://10.0.0.1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "//hie.example/",
        "/fhir/Patient",
        "file:///etc/passwd",
        "ftp://hie.example/",
        "https://",
        "https://hie.example:port/",
        "",
    ],
)
def test_everything_else_is_refused_without_saying_it(url: str) -> None:
    with pytest.raises(OriginRefused) as refused:
        REAL.check(Opaque(url))
    assert "example" not in str(refused.value)


@pytest.mark.parametrize(
    ("origin", "base"),
    [
        ("http://hie.example", "https://hie.example"),
        ("https://192.168.1.4", "https://hie.example"),
        ("https://hie.example", "http://127.0.0.1:80/fhir"),
        ("https://intranet.local", "https://hie.example"),
    ],
)
def test_a_profile_cannot_name_a_place_that_no_token_may_go_to(origin: str, base: str) -> None:
    with pytest.raises(OriginRefused):
        Origins(profile(origin, base=base))


def test_a_sandbox_may_be_plain_http_on_loopback_only() -> None:
    sandbox = Origins(profile("http://127.0.0.1:9000", base="http://127.0.0.1:9000/fhir", sandbox=True))
    assert sandbox.allows(Opaque("http://127.0.0.1:9000/at/99001/fhir"))
    assert not sandbox.allows(Opaque("http://127.0.0.1:9001/fhir"))
    with pytest.raises(OriginRefused):
        Origins(profile("http://10.1.2.3", base="http://127.0.0.1:9000", sandbox=True))
