"""Profiles are written by people: what does not fit is named by field, never by value, and never half taken."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from viewer.base.settings import Limits, Preferences, Profile, SettingsUnreadable, read_profile

GOOD: dict[str, Any] = {
    "name": "site",
    "title": "รพ.ทดสอบ",
    "base": "https://exchange.example/fhir",
    "issuer": "https://id.example",
    "client_id": "prawat-desktop",
    "origins": ["https://exchange.example"],
}


def written(folder: Path, content: object) -> Path:
    path = folder / "profile.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def test_a_profile_is_read_with_safe_defaults(tmp_path: Path) -> None:
    profile = read_profile(written(tmp_path, GOOD))
    assert profile.origins == ("https://exchange.example",)
    assert profile.limits == Limits()
    assert not profile.sandbox
    assert not profile.offline_access


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("{", "file"),
        ("[]", "file"),
        ({}, "base"),
        (GOOD | {"base": 7}, "base"),
        (GOOD | {"sandbx": True}, "sandbx"),  # a slip of the pen must not pass silently
        (GOOD | {"limits": {"connect": "soon"}}, "limits.connect"),
        (GOOD | {"origins": "https://exchange.example"}, "origins"),
        (GOOD | {"time_stamps": "http://tsa.example"}, "time_stamps"),
        (GOOD | {"token_module": "libtoken.example.so"}, "token_module"),  # would be looked for anywhere
    ],
)
def test_what_does_not_fit_is_named_without_its_value(tmp_path: Path, content: object, field: str) -> None:
    with pytest.raises(SettingsUnreadable) as refused:
        read_profile(written(tmp_path, content))
    assert field in str(refused.value)
    assert "example" not in str(refused.value)
    assert "soon" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_missing_file_is_said_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(SettingsUnreadable) as refused:
        read_profile(tmp_path / "of-nobody.json")
    assert "of-nobody" not in str(refused.value)
    assert refused.value.code == "settings-unreadable"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"base": "https://exchange.example/fhir"},
        {"issuer": "https://id.example"},
        {"origins": ["http://127.0.0.1:9", "https://exchange.example"]},
        {"base": "http://127.0.0.1.example/fhir"},
        {"base": "http://[::1"},
        {"base": "http://127.0.0.1@exchange.example/fhir"},
    ],
)
def test_a_sandbox_is_on_this_machine_and_nothing_real_carries_its_stamp(
    tmp_path: Path, elsewhere: dict[str, Any]
) -> None:
    here = GOOD | {
        "sandbox": True,
        "base": "http://127.0.0.1:9/fhir",
        "issuer": "http://localhost:9/oidc",
        "origins": ["http://127.0.0.1:9"],
    }
    assert read_profile(written(tmp_path, here)).sandbox
    with pytest.raises(SettingsUnreadable, match="on this machine"):
        read_profile(written(tmp_path, here | elsewhere))


def test_a_profile_does_not_change_once_read() -> None:
    profile = Profile.model_validate(GOOD)
    with pytest.raises(ValidationError):
        profile.sandbox = True


@pytest.mark.parametrize("scale", [79, 201])
def test_the_scale_stays_readable(scale: int) -> None:
    assert Preferences().language == "th"
    with pytest.raises(ValidationError):
        Preferences(scale=scale)


def test_a_sites_medicines_lie_beside_its_profile(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    told = {"name": "x", "title": "x", "base": "https://x.example", "issuer": "https://x.example",
            "client_id": "x", "origins": [], "formulary": "medicines.csv"}  # fmt: skip
    path.write_text(json.dumps(told), encoding="utf-8")
    assert read_profile(path).formulary == tmp_path / "medicines.csv"
    path.write_text(json.dumps(told | {"formulary": None}), encoding="utf-8")
    assert read_profile(path).formulary is None
