"""The operating system's own safe: holds the key of the audit outbox, and nothing else of ours.

Only real safes count: Secret Service, KWallet, libsecret, macOS Keychain, Windows Credential Locker. A backend that
keeps secrets in a plain or home-made file (``keyrings.alt``), nowhere (null, fail) or that we don't know is passed
over: a key beside the locked box is no key. What is stored is 44 characters; Windows takes 1,280.

Everything here blocks, perhaps on a prompt to unlock: call it through ``asyncio.to_thread``.
"""

import secrets
import sys
from base64 import b64decode, b64encode

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringError

_SERVICE = "prawat"
_BYTES = 32
_SAFES = tuple(
    f"keyring.backends.{name}" for name in ("SecretService", "kwallet", "libsecret", "macOS", "Windows")
)

_PLATFORM_ERRORS = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("dbus.exceptions", "DBusException"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)


def key(name: str) -> bytes | None:
    """The 32-byte key of that name, made at the first call; None when this machine has no usable safe."""
    try:
        safe = _safe()
        if safe is None:
            return None
        kept = safe.get_password(_SERVICE, name)
        if kept is None:
            safe.set_password(_SERVICE, name, b64encode(secrets.token_bytes(_BYTES)).decode("ascii"))
            # Read back: some safes forget silently, and of two programs that made one the last holds.
            kept = safe.get_password(_SERVICE, name)
    except _troubles():
        return None
    return _decoded(kept)


def _troubles() -> tuple[type[Exception], ...]:
    """What a safe that is locked, dismissed or away raises; the platform's own errors where they are loaded."""
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in _PLATFORM_ERRORS)
    platform = (kind for kind in loaded if isinstance(kind, type) and issubclass(kind, Exception))
    return (KeyringError, OSError, RuntimeError, *platform)


def _safe() -> KeyringBackend | None:
    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    return next((safe for safe in candidates if _is_safe(type(safe))), None)


def _is_safe(kind: type[KeyringBackend]) -> bool:
    return any(kind.__module__ == name or kind.__module__.startswith(f"{name}.") for name in _SAFES)


def _decoded(kept: str | None) -> bytes | None:
    try:
        found = b64decode(kept or "", validate=True)
    except ValueError:
        return None
    return found if len(found) == _BYTES else None
