"""Templates are kept whole or not at all, stand beside the site's, and a file that does not fit is left alone."""

import json
from pathlib import Path

import pytest

from viewer.base.settings import SettingsUnreadable, read_profile
from viewer.base.templates import Template, TemplateShelf

KIDNEY = Template(name="โรคไต", clinic="อายุรกรรม", texts={"asked": "โปรดประเมิน"})


def test_kept_replaced_and_forgotten(tmp_path: Path) -> None:
    shelf = TemplateShelf(tmp_path / "settings" / "referral-templates.json")
    assert shelf.own() == ()
    shelf.keep(KIDNEY)
    other = KIDNEY.model_copy(update={"clinic": ""})
    shelf.keep(other)
    newer = KIDNEY.model_copy(update={"texts": {"asked": "โปรดรับไว้"}})
    shelf.keep(newer)
    assert TemplateShelf(tmp_path / "settings" / "referral-templates.json").own() == (other, newer)
    shelf.drop(newer)
    assert shelf.own() == (other,)
    assert [path.name for path in (tmp_path / "settings").iterdir()] == ["referral-templates.json"]


def test_a_desk_without_a_file_keeps_them_as_long_as_it_runs() -> None:
    shelf = TemplateShelf()
    shelf.keep(KIDNEY)
    assert shelf.own() == (KIDNEY,)


def test_the_sites_stand_apart_from_ones_own(tmp_path: Path) -> None:
    site = tmp_path / "site.json"
    site.write_text(
        json.dumps({"templates": [{"name": "STEMI", "texts": {"special": "01"}}]}), encoding="utf-8"
    )
    shelf = TemplateShelf(tmp_path / "own.json", site)
    assert [one.name for one in shelf.shipped()] == ["STEMI"]
    assert shelf.own() == ()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"templates": [{"name": "", "texts": {}}]}',
        '{"templates": [{"name": "a", "texts": {}, "who": "x"}]}',
    ],
)
def test_a_file_that_does_not_fit_is_told_by_its_fields_and_not_written_over(
    content: str, tmp_path: Path
) -> None:
    place = tmp_path / "own.json"
    place.write_text(content, encoding="utf-8")
    shelf = TemplateShelf(place)
    with pytest.raises(SettingsUnreadable, match="does not fit"):
        shelf.own()
    with pytest.raises(SettingsUnreadable):
        shelf.keep(KIDNEY)
    assert place.read_text("utf-8") == content


def test_a_missing_file_of_the_site_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsUnreadable, match="cannot be opened"):
        TemplateShelf(None, tmp_path / "gone.json").shipped()


def test_a_profile_names_its_templates_beside_itself_and_its_lists(tmp_path: Path) -> None:
    place = tmp_path / "site.json"
    known = {
        "name": "sandbox", "title": "ชุดทดลอง", "base": "http://127.0.0.1:1/fhir", "issuer": "http://127.0.0.1:1/oidc",
        "client_id": "x", "origins": ["http://127.0.0.1:1"], "sandbox": True,
    }  # fmt: skip
    place.write_text(json.dumps({**known, "referral_templates": "templates.json"}), encoding="utf-8")
    profile = read_profile(place)
    assert profile.referral_templates == tmp_path / "templates.json"
    assert (profile.referral_codes.reason, profile.referral_codes.urgency) == ("thcc", "thcc")
    place.write_text(json.dumps({**known, "referral_codes": {"reason": "icd"}}), encoding="utf-8")
    with pytest.raises(SettingsUnreadable, match=r"referral_codes\.reason"):
        read_profile(place)
