"""Which input a field has, by what it takes."""

from viewer.base.words import Words
from viewer.screen.letters import Letters
from viewer.screen.look import Theme
from viewer.screen.pages.record.referral.inputs import CodeInput, CodesInput, Input, LineInput, TextInput
from viewer.screen.pages.record.referral.receiver import HcodeInput, ReceiverInput
from viewer.view.referring.asked import Asked, Takes

_KINDS: dict[Takes, type[Input]] = {
    Takes.LINE: LineInput,
    Takes.NUMBER: LineInput,
    Takes.MOMENT: LineInput,
    Takes.DAY: LineInput,
    Takes.TEXT: TextInput,
    Takes.CODE: CodeInput,
    Takes.CODES: CodesInput,
    Takes.FACILITY: ReceiverInput,
    Takes.HCODE: HcodeInput,
}


def input_for(theme: Theme, words: Words, asked: Asked, letters: Letters) -> Input:
    """The kind of input that a field takes."""
    return _KINDS[asked.takes](theme, words, asked, letters)
