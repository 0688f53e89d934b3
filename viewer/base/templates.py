"""Texts of referrals that a clinic writes again and again: its own, in this user's settings, and those its site ships.

Files are JSON, written by people and by the program, so pydantic reads them. They hold nothing of a patient: what may
become a template is looked through before (view.referring.template). The names of the fields are visit.referral's.
"""

import os
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viewer.base.settings import SettingsUnreadable

_STRICT = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
_LONGEST = 4_000  # signs of one text


class Template(BaseModel):
    """One template. ``clinic`` "" = for every clinic of this desk; ``texts`` by the name of the field."""

    model_config = _STRICT

    name: Annotated[str, Field(min_length=1, max_length=80)]
    clinic: str = ""
    texts: dict[str, Annotated[str, Field(max_length=_LONGEST)]]


class _File(BaseModel):
    model_config = _STRICT

    version: int = 1
    templates: tuple[Template, ...] = ()


class TemplateShelf:
    """Reads and keeps them. ``own`` is this user's file, None for a desk that keeps none; ``site`` the site's."""

    def __init__(self, own: Path | None = None, site: Path | None = None) -> None:
        self._own, self._site = own, site
        self._unkept: tuple[Template, ...] = ()

    def shipped(self) -> tuple[Template, ...]:
        """Those of the site.

        Raises:
            SettingsUnreadable: its file does not fit.
        """
        return _read(self._site) if self._site is not None else ()

    def own(self) -> tuple[Template, ...]:
        """Those kept here; () before the first.

        Raises:
            SettingsUnreadable: the file does not fit: somebody else wrote it.
        """
        if self._own is None:
            return self._unkept
        return _read(self._own) if self._own.exists() else ()

    def keep(self, template: Template) -> None:
        """Keep one; one of the same name and clinic is replaced.

        Raises:
            SettingsUnreadable: the file that is there does not fit, and is left alone.
            OSError: it cannot be written.
        """
        self._write((*self._others(template), template))

    def drop(self, template: Template) -> None:
        """Forget one.

        Raises:
            SettingsUnreadable, OSError: as above.
        """
        self._write(self._others(template))

    def _others(self, template: Template) -> tuple[Template, ...]:
        mine = (template.name, template.clinic)
        return tuple(one for one in self.own() if (one.name, one.clinic) != mine)

    def _write(self, templates: tuple[Template, ...]) -> None:
        if self._own is None:
            self._unkept = templates
            return
        self._own.parent.mkdir(parents=True, exist_ok=True)
        beside = self._own.with_suffix(".new")
        beside.write_text(_File(templates=templates).model_dump_json(indent=1) + os.linesep, encoding="utf-8")
        beside.replace(self._own)


def _read(path: Path) -> tuple[Template, ...]:
    try:
        return _File.model_validate_json(path.read_bytes()).templates
    except OSError as error:
        raise SettingsUnreadable("the file of templates cannot be opened") from error
    except ValidationError as error:
        fields = ", ".join(
            ".".join(map(str, item["loc"])) or "file" for item in error.errors(include_input=False)
        )
        raise SettingsUnreadable(f"the file of templates does not fit: {fields}") from None
