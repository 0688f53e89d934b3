"""The key of the outbox: made once, kept in a real safe only, and done without when there is none."""

import sys
from collections.abc import Iterator
from types import ModuleType

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked

from viewer.signin import vault


class Safe(KeyringBackend):
    """Keeps what it is given; ``trouble`` is raised by every call, ``forgetful`` keeps nothing."""

    priority = 5.0
    __module__ = "keyring.backends.SecretService"  # what it claims to be is what is judged

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None
        self.forgetful = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.trouble:
            raise self.trouble
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password) < 1280  # Windows takes no more
        if not self.forgetful:
            self.kept[service, username] = password


class FileOfPlainText(Safe):
    __module__ = "keyrings.alt.file"


class SomebodysOwn(Safe):
    __module__ = "keyring.backends.SecretServiceLookalike"


@pytest.fixture
def safe() -> Iterator[Safe]:
    before = keyring.get_keyring()
    chosen = Safe()
    keyring.set_keyring(chosen)
    yield chosen
    keyring.set_keyring(before)


def test_a_key_is_made_once_and_found_again(safe: Safe) -> None:
    first = vault.key("outbox")
    assert first is not None
    assert len(first) == 32
    assert vault.key("outbox") == first
    assert vault.key("another") != first
    assert set(safe.kept) == {("prawat", "outbox"), ("prawat", "another")}


@pytest.mark.parametrize("kind", [FileOfPlainText, SomebodysOwn, NullKeyring, FailKeyring])
def test_what_is_no_safe_gets_no_key(safe: Safe, kind: type[KeyringBackend]) -> None:
    unsafe = kind()
    keyring.set_keyring(unsafe)
    assert vault.key("outbox") is None
    assert getattr(unsafe, "kept", {}) == {}


def test_behind_a_chain_only_its_safe_is_used(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = FileOfPlainText()
    monkeypatch.setattr(ChainerBackend, "backends", [plain, safe])
    keyring.set_keyring(ChainerBackend())
    assert vault.key("outbox") is not None
    assert plain.kept == {}
    assert len(safe.kept) == 1


@pytest.mark.parametrize(
    "trouble", [KeyringLocked("dismissed"), RuntimeError("no bus"), OSError("no socket")]
)
def test_a_safe_that_does_not_open_is_done_without(safe: Safe, trouble: Exception) -> None:
    safe.trouble = trouble
    assert vault.key("outbox") is None


def test_the_platform_s_own_errors_are_known(safe: Safe) -> None:
    exceptions = pytest.importorskip("secretstorage.exceptions", reason="Secret Service is Linux's")
    safe.trouble = exceptions.PromptDismissedException("closed")
    assert vault.key("outbox") is None


def test_a_mistake_of_ours_is_not_taken_for_a_closed_safe(safe: Safe) -> None:
    safe.trouble = TypeError("a mistake")
    with pytest.raises(TypeError):
        vault.key("outbox")


def test_a_safe_that_forgets_gives_no_key(safe: Safe) -> None:
    safe.forgetful = True
    assert vault.key("outbox") is None


@pytest.mark.parametrize("kept", ["", "not base64!", "c2hvcnQ=", "ก"])
def test_what_is_no_key_is_not_used_and_not_overwritten(safe: Safe, kept: str) -> None:
    safe.kept["prawat", "outbox"] = kept
    assert vault.key("outbox") is None
    assert safe.kept["prawat", "outbox"] == kept


@pytest.mark.parametrize("name", ["macOS", "Windows", "kwallet", "libsecret", "SecretService"])
def test_the_five_safes_are_those_keyring_ships(name: str) -> None:
    module = __import__(f"keyring.backends.{name}", fromlist=["*"])
    assert isinstance(module, ModuleType)
    shipped = [kind for kind in vars(module).values() if _is_backend_of(kind, module)]
    assert shipped
    assert all(vault._is_safe(kind) for kind in shipped)


def _is_backend_of(kind: object, module: ModuleType) -> bool:
    return isinstance(kind, type) and issubclass(kind, KeyringBackend) and kind.__module__ == module.__name__


def test_nothing_else_of_ours_knows_the_keyring() -> None:
    assert [
        name for name, module in list(sys.modules.items())
        if name.startswith("viewer.") and getattr(module, "keyring", None) is keyring
    ] == ["viewer.signin.vault"]  # fmt: skip
