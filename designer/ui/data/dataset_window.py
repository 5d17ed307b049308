"""The data set window: choose, look, fit, change, and train with it. It stands beside the main window and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from designer.protocol.events import LoadingTold
from designer.ui.data.augmentation_tab import AugmentationTab
from designer.ui.data.facts_head import FactsHead
from designer.ui.data.loading_line import LoadingLine
from designer.ui.data.look import DatasetLook
from designer.ui.data.look_answer import LookState
from designer.ui.data.misfit_box import MisfitBox
from designer.ui.data.pictures_tab import PicturesTab
from designer.ui.data.side_panel import SidePanel
from designer.ui.data.skipped_list import SkippedList
from designer.ui.data.source_list import SourceRow, opened_source, source_of
from designer.ui.data.using import use_dataset
from designer.ui.data.wording import empty_words
from designer.ui.document import Document
from designer.ui.files.dropped import dropped_dataset
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.worker_client import WorkerClient

__all__ = ["DatasetWindow"]


class DatasetWindow(QDialog):
    """Look at any data set; *Train with it* puts it into the document as one undo step."""

    def __init__(self, document: Document, session: TrainingSession, client: WorkerClient, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setWindowTitle(self.tr("Data set"))
        self._document, self._session, self._themes = document, session, themes
        self._opened: list[str] = []
        self.look = DatasetLook(document, session, client, self)
        self.side = SidePanel(themes, self)
        self.sources = self.side.sources
        self.head = FactsHead(themes, self)
        self.loading = LoadingLine(themes, self)
        self.misfit = MisfitBox(document, themes, self)
        self.pictures = PicturesTab(document, themes, self)
        self.skipped = SkippedList(themes, self)
        self.augmentation = AugmentationTab(document, session, client, themes, self)
        self.empty = EmptyState(themes, self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        themes.on_change(self._show_theme)
        self._fit_to(parent.window().size())

    def open_place(self, path: str) -> None:
        """Look at a folder or file that a person chose."""
        if path not in self._opened:
            self._opened.append(path)
        self.look.look_at(path, agreed=True)
        self.tabs.setCurrentIndex(0)
        self._show()

    def show_augmentation(self) -> None:
        """Bring the tab of augmentation to the front, beside the data that it changes."""
        self.look.look_at(self.look.documents_place())
        self.tabs.setCurrentWidget(self.augmentation)

    def showEvent(self, event: QShowEvent) -> None:
        """Look, from now on."""
        super().showEvent(event)
        self.look.wake()
        self._show()
        self.sources.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more; what is being read is read to its end."""
        super().hideEvent(event)
        self.look.sleep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the focused widget: no button is meant by it from everywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a folder, zip or npz."""
        if dropped_dataset(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what is dropped."""
        event.acceptProposedAction()
        self.open_place(dropped_dataset(event.mimeData()))

    # ---- what is shown ----

    def _show(self) -> None:
        if not self.isVisible():
            return
        look, seen = self.look, self.look.seen
        self.head.show_look(look, self._title())
        self._show_loading()
        self.pictures.show_answer(seen)
        self.skipped.show_answer(seen)
        self.misfit.show_classes(len(seen.classes) if seen else None)
        self.tabs.setTabText(self.tabs.indexOf(self.skipped), self.tr("Not read {0}").format(f"{seen.skipped_count if seen else 0:,}"))
        self._pages.setCurrentWidget(self.pictures if seen is not None else self.empty)
        if seen is None:
            text, button, icon_name = empty_words(look, self._title())
            self.empty.show_text(text, icon_name=icon_name, button=button)
        self._show_sources()

    def _show_loading(self) -> None:
        if self.look.state is not LookState.READING:
            self.loading.end()
        elif self.look.is_documents and (told := self._session.dataset.progress) is not None:
            self._show_progress(told)
        elif self.look.seen is None and self.loading.isHidden():
            self.loading.show_busy(self.tr("Reading {0} …").format(self._title()))

    def _show_progress(self, told: LoadingTold) -> None:
        self.loading.show_progress(told, self._title())

    def _show_sources(self, *_: object) -> None:
        used = self.look.documents_place()
        rows: list[SourceRow] = [source_of(facts, facts.name == used) for facts in self._session.datasets]
        opened = dict.fromkeys(name for name in (*self._opened, used, self.look.name) if name)
        known = {row.name for row in rows}
        rows += [opened_source(name, name == used) for name in opened if name not in known]
        self.sources.show_sources(rows, self.look.name)

    def _title(self) -> str:
        if self.look.seen is not None and self.look.seen.title:
            return self.look.seen.title
        return next((row.title for row in self.sources.sources() if row.name == self.look.name), self.look.name)

    # ---- what is pressed ----

    def _choose(self, name: str) -> None:
        self.look.look_at(name)

    def _use(self) -> None:
        use_dataset(self._document, self.look.name, self._title())

    def _connect(self) -> None:
        look = self.look
        look.changed.connect(self._show)
        look.progressed.connect(self._show_progress)
        self.sources.chosen.connect(self._choose)
        self.head.use_button.clicked.connect(self._use)
        self.loading.cancelled.connect(look.cancel)
        self.empty.action_triggered.connect(look.load)
        self.pictures.part_chosen.connect(look.show_part)
        self.pictures.others_wanted.connect(look.turn)
        self._session.datasets_described.connect(self._show_sources)
        self._document.analysed.connect(self._show)

    def _lay_out(self) -> None:
        self.tabs = QTabWidget(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.pictures)
        self._pages.addWidget(self.empty)
        self.tabs.addTab(self._pages, self.tr("Pictures"))
        self.tabs.addTab(self.augmentation, self.tr("Augmentation"))
        self.tabs.addTab(self.skipped, self.tr("Not read 0"))
        self.tabs.tabBar().setAccessibleName(self.tr("What is shown of the data set"))
        main = QWidget(self)
        self._main = QVBoxLayout(main)
        self._above = QVBoxLayout()
        for part in (self.head, self.loading, self.misfit):
            self._above.addWidget(part)
        self._main.addLayout(self._above)
        self._main.addWidget(self.tabs, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.addWidget(self.side)
        self._split.addWidget(main)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._split)

    def _show_theme(self, theme: Theme) -> None:
        margin = theme.px("space_l")
        self._main.setContentsMargins(0, margin, 0, 0)
        self._above.setContentsMargins(margin, 0, margin, theme.px("space"))
        self._above.setSpacing(theme.px("space"))

    def _fit_to(self, window: QSize) -> None:
        theme = self._themes.current()
        wanted = QSize(theme.px("window_min_width"), theme.px("window_min_height") + theme.px("dock_column_width") // 3)
        self.resize(wanted.boundedTo(window - QSize(theme.px("space_xl"), theme.px("icon_xl"))))
        side = theme.px("inspector_width") + theme.px("space_xl")
        self._split.setSizes([side, self.width() - side])
