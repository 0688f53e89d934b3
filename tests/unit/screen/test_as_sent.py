"""What a source sent, made readable and not changed."""

import json

from viewer.screen.pages.record.as_sent import indented


def test_only_blanks_are_added() -> None:
    text = '{"a":[1.50,{"b":"x, {y}: \\" z"}],"c":{}}'
    shown = indented(text)
    assert json.loads(shown) == json.loads(text)
    assert '"a": [' in shown
    assert "1.50" in shown


def test_a_deep_text_is_not_all_indentation() -> None:
    text = "[" * 900 + "1," * 10_000 + "1" + "]" * 900
    shown = indented(text)
    assert "".join(shown.split()) == text
    assert len(shown) < 50 * len(text)
