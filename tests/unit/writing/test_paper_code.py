"""The code on a paper: drawn, written, typed again; and what is handed to the exchange under it."""

import json
from collections.abc import AsyncIterator

import pytest
from fake_exchange import Reply, Setting

from viewer.base.opaque import Opaque
from viewer.exchange.errors import Refused
from viewer.writing.errors import NotKept
from viewer.writing.paper_code import SIGNS, code_in, digest, grouped, new_code
from viewer.writing.proof import Issued, register

POST, PDF = Opaque("role-7"), b"%PDF-1.7 of somebody"


def test_a_code_reads_as_it_was_drawn_and_no_two_are_alike() -> None:
    drawn = {new_code() for _ in range(500)}
    assert len(drawn) == 500
    assert {code_in(grouped(code)) for code in drawn} == drawn
    assert {len(code) for code in drawn} == {12}
    assert set("".join(drawn)) <= set(SIGNS)
    assert not set("01OILU") & set(SIGNS)


@pytest.mark.parametrize(
    ("change", "reads"),
    [
        (lambda code: code.lower(), True),
        (lambda code: f" {grouped(code)} ", True),
        (lambda code: " ".join(code), True),
        (lambda code: code[:-1], False),
        (lambda code: code + "2", False),
        (lambda code: "O" + code[1:], False),
        (lambda code: "", False),
        (lambda code: "ก" * 12, False),
    ],
)
def test_what_people_type(change: object, reads: bool) -> None:
    code = new_code()
    assert callable(change)
    assert code_in(change(code)) == (code if reads else "")


def test_one_wrong_sign_never_reads_as_another_code() -> None:
    code = new_code()
    wrong = [
        code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in SIGNS if sign != code[at]
    ]
    assert len(wrong) == 12 * 29
    assert not [one for one in wrong if code_in(one)]


def test_a_digest_is_written_as_rfc_6920_does() -> None:
    """Its own example, section 8.1."""
    assert digest(b"Hello World!") == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting()
    async with setting.http:
        yield setting


WHERE = "/fhir/DocumentReference"


def kept(pdf: bytes = PDF) -> Reply:
    return Reply(
        201,
        {
            "resourceType": "DocumentReference",
            "masterIdentifier": {"value": digest(pdf)},
            "status": "current",
        },
    )


@pytest.mark.anyio
async def test_the_digest_goes_and_nothing_of_the_paper(setting: Setting) -> None:
    setting.exchange.script(WHERE, kept())
    code, old = new_code(), new_code()
    await register(setting.client, POST, Issued(code, PDF, 2, (old,)))
    (asked,) = setting.exchange.asked
    assert (asked.method, asked.headers["If-None-Exist"]) == (
        "POST", f"identifier=https://prawat.example/verify|{code}",
    )  # fmt: skip
    sent = json.loads(asked.body)
    assert sent["masterIdentifier"] == {"system": "urn:ietf:rfc:3986", "value": digest(PDF)}
    assert sent["identifier"] == [{"system": "https://prawat.example/verify", "value": code}]
    assert sent["extension"] == [{"url": "https://prawat.example/copy", "valuePositiveInt": 2}]
    assert sent["relatesTo"][0]["target"]["identifier"]["value"] == old
    assert sent["content"] == [{"attachment": {"contentType": "application/pdf", "size": len(PDF)}}]
    assert not {"subject", "description", "type", "context"} & set(sent)
    assert b"somebody" not in asked.body


@pytest.mark.anyio
@pytest.mark.parametrize(
    "reply",
    [
        kept(b"another paper"),  # the code was another's already
        Reply(201, {"resourceType": "DocumentReference"}),
        Reply(201),
    ],
    ids=["another's", "without a digest", "nothing"],
)
async def test_what_does_not_stand_there_is_not_kept(setting: Setting, reply: Reply) -> None:
    setting.exchange.script(WHERE, reply)
    with pytest.raises(NotKept):
        await register(setting.client, POST, Issued(new_code(), PDF))


@pytest.mark.anyio
async def test_a_refusal_is_told(setting: Setting) -> None:
    setting.exchange.script(WHERE, Reply(422, {"resourceType": "OperationOutcome"}))
    with pytest.raises(Refused):
        await register(setting.client, POST, Issued(new_code(), PDF))
