"""A SMART Health Link of ours, received by a program with another's cryptography: npm's jose, on node."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from peers.oidc_process import FOLDER, installed
from sandbox_process import ScriptedBrowser, start

from viewer.base.opaque import Opaque
from viewer.exchange.client import ExchangeClient, build_http
from viewer.exchange.origins import Origins
from viewer.signin.flow import sign_in
from viewer.writing.health_link import Deposit, health_link

pytestmark = [pytest.mark.peers, pytest.mark.anyio]
BUNDLE = json.dumps({"resourceType": "Bundle", "type": "document", "entry": [{"x": "ยา" * 4000}]}).encode()
SCRIPT = Path(__file__).with_name("links") / "receive.mjs"


def received(node: str, link: str, passcode: str) -> dict[str, Any]:
    """What the other program makes of it."""
    asked = json.dumps({"link": link, "recipient": "รพ.ปลายทาง", "passcode": passcode})
    script = shutil.copy(SCRIPT, FOLDER)  # beside its node_modules
    done = subprocess.run([node, script], input=asked, capture_output=True, text=True, check=True, cwd=FOLDER)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


async def test_another_program_reads_what_the_link_leads_to() -> None:
    node = installed()
    with start() as sandbox:
        profile, clock, browser = sandbox.profile(), sandbox.clock(), ScriptedBrowser("on-anong")
        async with build_http(profile.limits) as http:
            session = await sign_in(profile, http, clock, browser.open)
            await browser.done()
            client = ExchangeClient(
                http, session.tokens, Origins(profile), profile.base, profile.limits, clock
            )
            deposit = Deposit(BUNDLE, clock.now() + timedelta(days=1), Opaque("135790"), "ใบส่งต่อผู้ป่วย")
            link = (await health_link(client, profile.health_links, deposit)).reveal()
        told = received(node, f"https://viewer.example#{link}", "135790")
        assert (told["status"], told["label"]) == (200, "ใบส่งต่อผู้ป่วย")
        assert (told["cty"], told["content"].encode()) == ("application/fhir+json", BUNDLE)
        wrong = received(node, link, "000000")
        assert (wrong["status"], json.loads(wrong["told"])) == (401, {"remainingAttempts": 4})
