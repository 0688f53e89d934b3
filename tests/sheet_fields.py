"""The fields of what view makes, dataclass or msgspec Struct: for tests that look into every string."""

from dataclasses import fields, is_dataclass
from typing import Any

from msgspec import Struct


def field_names(value: Any) -> tuple[str, ...]:
    """Names of its fields; () for anything that is neither."""
    if isinstance(value, Struct):
        return value.__struct_fields__
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(field.name for field in fields(value))
    return ()
