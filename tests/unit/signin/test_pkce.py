"""The proof: what RFC 7636 computes, we compute; no two are alike; none is readable by accident."""

import re

from viewer.signin import pkce


def test_the_example_of_the_rfc() -> None:
    # RFC 7636, appendix B
    assert (
        pkce.s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_every_proof_is_its_own_and_hidden() -> None:
    proofs = [pkce.fresh() for _ in range(20)]
    verifiers = {proof.verifier.reveal() for proof in proofs}
    assert len(verifiers) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9\-._~]{43,128}", verifier) for verifier in verifiers)
    assert all(pkce.s256(proof.verifier.reveal()) == proof.challenge for proof in proofs)
    assert not any(verifier in repr(proof) for proof in proofs for verifier in verifiers)
