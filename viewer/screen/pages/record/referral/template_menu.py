"""Templates: those of the clinic first; keep the present texts as one; forget one."""

import asyncio
from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QMenu

from viewer.base.settings import SettingsUnreadable
from viewer.base.templates import Template
from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.pages.record.referral.template_dialog import TemplateDialog
from viewer.screen.widgets.buttons import Button
from viewer.view.referring.template import ALLOWED, fit
from viewer.view.sheet import Tone
from viewer.visit.referral import Field
from viewer.visit.referring import Referring
from viewer.visit.states import Open

ERRAND = "template"


class TemplateMenu:
    """``button`` opens the menu."""

    def __init__(
        self,
        context: PageContext,
        referring: Callable[[], Referring | None],
        state: Callable[[], Open | None],
    ) -> None:
        self._context, self._referring, self._state = context, referring, state
        self.button = Button(context.theme, context.words.say("Templates"), icon="layers", size="small")
        self.button.clicked.connect(self._open)
        self.shown: TemplateDialog | None = None

    def menu(self) -> QMenu:
        """What can be chosen now."""
        say = self._context.words.say
        menu = QMenu(self.button)
        own, shipped = self._read()
        clinic = self._clinic()
        for template in sorted((*own, *shipped), key=lambda one: (one.clinic != clinic, one.name)):
            act = menu.addAction(_named(template).replace("&", "&&"))
            act.triggered.connect(lambda _=False, chosen=template: self._fill(chosen))
        if not (own or shipped):
            menu.addAction(say("No template yet")).setEnabled(False)
        menu.addSeparator()
        keep = menu.addAction(say("Keep these texts as a template"))
        keep.triggered.connect(lambda: self._context.errands.start(ERRAND, self._keep()))
        if own:
            forget = menu.addMenu(say("Forget a template"))
            for template in own:
                act = forget.addAction(_named(template).replace("&", "&&"))
                act.triggered.connect(lambda _=False, chosen=template: self._drop(chosen))
        return menu

    def _open(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _read(self) -> tuple[tuple[Template, ...], tuple[Template, ...]]:
        shelf = self._context.composer.letters.templates
        try:
            return shelf.own(), shelf.shipped()
        except SettingsUnreadable:
            say = self._context.words.say
            self._context.notices.tell(
                say("The templates cannot be read"), say("The file that holds them was changed by something else"),
                say("Have it looked at by who looks after this machine"), tone=Tone.DOUBT, stays=True,
            )  # fmt: skip
            return (), ()

    def _fill(self, template: Template) -> None:
        referring, say = self._referring(), self._context.words.say
        if referring is None:
            return
        known = {name.value for name in ALLOWED}
        texts = {Field(name): text for name, text in template.texts.items() if name in known}
        kept = [name for name in texts if referring.value.text(name)]
        referring.fill(texts)
        if kept:
            labels = {
                asked.name: asked.label for b in self._context.composer.letters.blocks() for asked in b.fields
            }
            self._context.notices.tell(
                say("Fields that held something were left as they are"),
                " · ".join(labels[name] for name in kept),
            )

    async def _keep(self) -> None:
        state, context, say = self._state(), self._context, self._context.words.say
        if state is None:
            return
        found = fit(state.referral, _names(state))
        self.shown = TemplateDialog(context, found, self._clinic())
        try:
            if await dialog(self.shown) != QDialog.DialogCode.Accepted.value:
                return
            made = self.shown.made
        finally:
            self.shown = None
        try:
            await asyncio.to_thread(context.composer.letters.templates.keep, made)
        except (OSError, SettingsUnreadable):
            context.notices.tell(
                say("The template was not kept"), say("The file could not be written: disk full or no permission"),
                tone=Tone.DOUBT, stays=True,
            )  # fmt: skip
            return
        context.notices.tell(say("The template is kept"), made.name)

    def _drop(self, template: Template) -> None:
        say = self._context.words.say
        try:
            self._context.composer.letters.templates.drop(template)
        except (OSError, SettingsUnreadable):
            self._context.notices.tell(say("The template was not forgotten"), tone=Tone.DOUBT, stays=True)

    def _clinic(self) -> str:
        state = self._state()
        return (state.post.specialty or state.post.facility) if state is not None else ""


def _named(template: Template) -> str:
    return f"{template.name} · {template.clinic}" if template.clinic else template.name


def _names(state: Open) -> list[str]:
    """What the patient is called anywhere."""
    sent = (
        part
        for person in state.record.persons
        for name in person.names
        for part in (name.text, name.given, name.family)
    )
    return [state.candidate.name, *filter(None, sent)]
