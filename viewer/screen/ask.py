"""Questions in dialogs, awaited: ``open()`` and a future, never ``exec()``, which would stop every other task."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget
from shiboken6 import isValid


async def dialog(shown: QDialog) -> int:
    """Open a dialog over its parent and wait for how it was left (QDialog.DialogCode). It is deleted afterwards.

    When the one who waits is cancelled, or the window goes away, the dialog closes too.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def answered(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    def gone() -> None:
        answered(QDialog.DialogCode.Rejected.value)

    shown.finished.connect(answered)
    shown.destroyed.connect(gone)
    shown.setWindowModality(Qt.WindowModality.WindowModal)
    shown.open()
    try:
        return await answer
    finally:
        if isValid(shown):  # else it went with its parent
            shown.destroyed.disconnect(gone)
            shown.close()
            shown.deleteLater()


async def confirm(parent: QWidget, question: str, explanation: str, *, yes: str, no: str) -> bool:
    """A question with two answers in words; Esc and closing are "no"."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(explanation)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(refuse)
    box.setDefaultButton(refuse)
    await dialog(box)
    return isValid(box) and box.clickedButton() is agree


async def where_to_save(parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
    """Where a file may be written: None when the reader changed their mind. ``kinds``: "PDF (*.pdf)"."""
    chooser = QFileDialog(parent, title)
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    chooser.setNameFilter(kinds)
    chooser.selectFile(suggested)
    if await dialog(chooser) != QDialog.DialogCode.Accepted.value or not isValid(chooser):
        return None
    chosen = chooser.selectedFiles()
    return Path(chosen[0]) if chosen else None


async def which_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """A file that is there: None when the reader changed their mind. ``kinds``: "PKCS#12 (*.p12 *.pfx)"."""
    chooser = QFileDialog(parent, title)
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
    chooser.setNameFilter(kinds)
    if await dialog(chooser) != QDialog.DialogCode.Accepted.value or not isValid(chooser):
        return None
    chosen = chooser.selectedFiles()
    return Path(chosen[0]) if chosen else None


async def passphrase(parent: QWidget, title: str, file: str) -> str | None:
    """A secret, hidden while it is typed: None when the reader changed their mind. ``file``: what it opens."""
    asking = QInputDialog(parent)
    asking.setWindowTitle(title)
    asking.setLabelText(f"{title} ({file})")
    asking.setTextEchoMode(QLineEdit.EchoMode.Password)
    typed = ""

    def taken(text: str) -> None:
        nonlocal typed
        typed = text

    asking.textValueSelected.connect(taken)
    if await dialog(asking) != QDialog.DialogCode.Accepted.value:
        return None
    return typed


async def line_of(parent: QWidget, title: str, question: str) -> str | None:
    """One line of text: None when the reader changed their mind."""
    asking = QInputDialog(parent)
    asking.setWindowTitle(title)
    asking.setLabelText(question)
    typed = ""

    def taken(text: str) -> None:
        nonlocal typed
        typed = text

    asking.textValueSelected.connect(taken)
    return typed if await dialog(asking) == QDialog.DialogCode.Accepted.value else None


async def choose(parent: QWidget, title: str, question: str, choices: tuple[str, ...]) -> int | None:
    """One of several, by its place: None when the reader changed their mind."""
    asking = QInputDialog(parent)
    asking.setWindowTitle(title)
    asking.setLabelText(question)
    asking.setComboBoxItems(choices)
    asking.setOption(QInputDialog.InputDialogOption.UseListViewForComboBoxItems)
    taken = ""

    def chosen(text: str) -> None:
        nonlocal taken
        taken = text

    asking.textValueSelected.connect(chosen)
    if await dialog(asking) != QDialog.DialogCode.Accepted.value or taken not in choices:
        return None
    return choices.index(taken)
