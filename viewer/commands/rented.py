"""A sandbox exchange started for this program alone, and the site's profile to reach it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from urllib.parse import urlsplit

from viewer.base.errors import PrawatError
from viewer.base.resources import resource
from viewer.base.settings import Profile
from viewer.base.words import Words

_SERVER = ("starlette", "uvicorn")
FIRST_PATIENT = "9660487647597"  # นายบุญมี, the sandbox's first person: invented


class SandboxDidNotStart(PrawatError):
    """The child process ended before it said where it is."""

    code = "sandbox-did-not-start"


@dataclass(frozen=True, slots=True)
class Rented:
    """Where the sandbox is, and what time it is there."""

    profile: Profile
    phone: str  # the patient's phone: a web page
    now: datetime


def what_is_missing(words: Words) -> str:
    """A sentence about the sandbox's server (the extra "sandbox") where it is not installed, else ""."""
    if any(find_spec(name) is None for name in _SERVER):
        return words.say("The sandbox's server is not installed: pip install 'prawat[sandbox]'")
    return ""


@contextmanager
def sandbox(*options: str) -> Iterator[Rented]:
    """Run ``python -m viewer.sandbox`` until the block is left; it also ends when this process dies.

    Raises:
        SandboxDidNotStart: it said nothing.
    """
    command: Sequence[str] = (
        sys.executable, "-m", "viewer.sandbox", "--people", str(resource("people")), "--until-stdin-closes", *options,
    )  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 - our own module
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            line = child.stdout.readline()
            if not line:
                raise SandboxDidNotStart("the sandbox exchange did not start")
            yield _read(json.loads(line))
        finally:
            if child.stdin is not None:
                child.stdin.close()
            child.terminate()


def _read(said: dict[str, str]) -> Rented:
    base = urlsplit(said["base"])
    profile = Profile(
        name="sandbox",
        title="ชุดทดลอง",
        base=said["base"],
        issuer=said["issuer"],
        client_id="prawat-desktop",
        origins=(f"{base.scheme}://{base.netloc}",),
        sandbox=True,
        verify=said["verify"],
        health_links=said["links"],
    )
    return Rented(profile, said["phone"], datetime.fromisoformat(said["now"]))
