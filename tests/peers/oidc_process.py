"""Installs npm's oidc-provider once, below out/, and runs it as a process of its own."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sandbox_process import ROOT, end, first_line

from viewer.base.settings import Profile

VERSION = "9.13.3"
CLIENT = "prawat-desktop"
FOLDER = ROOT / "out" / "peers" / "oidc"
_SCRIPT = Path(__file__).with_name("oidc") / "provider.mjs"
_OLDEST_NODE = 20
_INSTALLING = 300  # seconds


@dataclass(frozen=True, slots=True)
class Peer:
    """A provider that listens."""

    base: str
    issuer: str
    userinfo: str

    def profile(self) -> Profile:
        """A site that signs in there, with leave to stay signed in."""
        return Profile(
            name="peer",
            title="oidc-provider",
            base=self.base,
            issuer=self.issuer,
            client_id=CLIENT,
            origins=(self.issuer,),
            sandbox=True,  # it speaks plain http on this machine
            offline_access=True,
        )


@contextmanager
def start(scopes: Sequence[str], algorithm: str = "RS256") -> Iterator[Peer]:
    """Run the provider until the block is left; skips the test where node or npm is missing."""
    node = installed()
    settings = json.dumps({"clientId": CLIENT, "scopes": list(scopes), "algorithm": algorithm})
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            [node, shutil.copy(_SCRIPT, FOLDER)],
            cwd=FOLDER,
            env=os.environ | {"OP_SETTINGS": settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        )
        try:
            line = first_line(process)
            if not line:
                end(process)
                complaints.seek(0)
                raise AssertionError(f"oidc-provider did not start:\n{complaints.read()}")
            yield Peer(**json.loads(line))
        finally:
            end(process)


def installed() -> str:
    """The node that runs it, once it is installed; skips the test where node or npm is missing."""
    node = _node()
    _install()
    return node


def _node() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip(f"{'node' if node is None else 'npm'} is not installed: oidc-provider cannot be run")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"v(\d+)", said)
    if version is None or int(version[1]) < _OLDEST_NODE:
        pytest.skip(f"node {said.strip()} is older than {_OLDEST_NODE}: oidc-provider cannot be run")
    return node


def _install() -> None:
    """Into out/, from whatever registry npm is set to. An installation that fails is a failure, not a skip."""
    package = FOLDER / "node_modules" / "oidc-provider" / "package.json"
    if package.is_file() and json.loads(package.read_bytes())["version"] == VERSION:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = {"private": True, "dependencies": {"oidc-provider": VERSION}}
    (FOLDER / "package.json").write_text(json.dumps(wanted), "utf-8")
    subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"],
        cwd=FOLDER,
        check=True,
        timeout=_INSTALLING,
        stdout=subprocess.DEVNULL,
    )
