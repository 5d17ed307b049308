"""Choose a shipped network to begin with: cards with thumbnails, filtered by typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from designer.network.templates import TemplateListing, describe_template, template_names
from designer.ui.files.template_card import picture_of
from designer.ui.files.template_list import TemplateList
from designer.ui.files.template_picture import TemplatePicture
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

_COLUMNS = 3
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_TYPED = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class TemplateChooser(QDialog):
    """All templates as cards: arrows walk, typing filters, Enter or a double-click takes one, Esc none.

    A card is made at each turn of the event loop, so that the window opens at once.

    Args:
        preferred: Name of the template that is marked at first; another than the shipped ones: the first.
    """

    chosen = Signal(str)
    """Name of the template that was taken; the dialog is closed by then."""

    def __init__(self, themes: Themes, preferred: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes, self._preferred = themes, preferred
        self._made: list[tuple[TemplateListing, TemplatePicture]] = []
        self._waiting = list(template_names())
        self._read: TemplateListing | None = None
        self.setWindowTitle(self.tr("New from template"))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Type to filter: a name, an idea, an author"))
        self.field.setAccessibleName(self.tr("Filter templates"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.list = TemplateList(themes, self)
        self.list.itemPressed.connect(self._forget_preferred)
        self.list.itemDoubleClicked.connect(self._take)
        self.list.itemSelectionChanged.connect(self._show_takeable)
        self._none = QLabel(self.tr("No template says this of itself."), self)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.hide()
        set_look(self._none, Look.MUTED)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take_button = buttons.addButton(self.tr("&Begin with it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take_button.setDefault(True)
        set_look(self.take_button, Look.PRIMARY)
        for button in buttons.buttons():
            button.setIcon(QIcon())  # the style's own icons are not the theme's
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        self._column = QVBoxLayout(self)
        for part, stretch in ((self.field, 0), (self.list, 1), (self._none, 1), (buttons, 0)):
            self._column.addWidget(part, stretch)
        for part in (self.field, self.list):
            part.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._make_next)
        self._timer.start(0)
        themes.on_change(self._show_theme)
        self._fit(parent.window().size())

    def is_complete(self) -> bool:
        """Return whether every card was made."""
        return not self._waiting

    def current_name(self) -> str:
        """Return the name of the template that is marked; empty: none."""
        return self.list.current_name()

    def done(self, result: int) -> None:
        """Close; cards that are not there yet are not made any more."""
        self._timer.stop()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the cards while the field has the focus, and letters filter while the cards have it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        self._forget_preferred()  # whoever walks or types has an eye on something else
        plain = not event.modifiers() & ~_TYPED
        if watched is self.field and plain and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier and Qt.Key(event.key()) in _WALKING:
            self.list.event(event)
            return True
        if watched is self.list and plain and event.text().isprintable() and event.text().strip():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.end(False)
            self.field.event(event)
            return True
        return False

    def _make_next(self) -> None:
        """Read one template, or make the card of the one that was read; each takes some ten ms."""
        if self._read is None:
            self._read = describe_template(self._waiting[0])
            return
        listing, self._read = self._read, None
        self._made.append((listing, picture_of(listing, self._themes.current())))
        self._waiting.pop(0)
        self.list.add_if_meant(*self._made[-1], self.field.text())
        if not self._waiting:
            self._timer.stop()
        self._mark_one()

    def _filter(self) -> None:
        """Show the cards that are meant; a card that was marked stays so unless another is typed."""
        marked = "" if self.field.text().strip() else self.current_name()
        self.list.show_meant(self._made, self.field.text())
        self.list.mark(marked)
        self._mark_one()

    def _forget_preferred(self) -> None:
        self._preferred = ""

    def _mark_one(self) -> None:
        """See to it that a card is marked where there is one."""
        if self._preferred and self.list.mark(self._preferred):
            self._preferred = ""
        elif self.list.currentItem() is None and self.list.count():
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(self.list.count()))
        self._none.setVisible(not self.list.count())
        self._show_takeable()

    def _show_takeable(self) -> None:
        self.take_button.setEnabled(bool(self.current_name()))

    def _take(self) -> None:
        name = self.current_name()
        if name:
            self.accept()
            self.chosen.emit(name)

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("space"))
        self.field.setMinimumHeight(theme.px("field_height"))
        margin = theme.px("space_l")
        self._column.setContentsMargins(margin, margin, margin, margin)
        self.list.viewport().update()

    def _fit(self, window: QSize) -> None:
        """Take three columns of cards, or what the window has room for."""
        theme = self._themes.current()
        around = 2 * theme.px("space_l") + theme.px("scroll_bar") + theme.px("space")
        wanted = QSize(_COLUMNS * theme.px("template_width") + around, theme.px("template_list_height") + theme.px("window_min_height") // 4)
        self.resize(wanted.boundedTo(window - QSize(theme.px("space_xl"), theme.px("space_xl"))))
