"""Rich text (RTF 1.9.1), as WordPad, TextEdit and old Word write it: all the words that a reader of the page could see.

In order: headers, the body, footnotes, footers, and under a line of its own what people wrote beside it as comments. Tracked
insertions are text; tracked deletions are not, but a line among the comments says how many there are. Hidden text is there and
marked as hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.ingest import rtf
from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._writing import RULE, Look, Writing, struck_out, title
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from checker.domain import Mark
    from checker.ingest.limits import Limits
    from checker.ingest.rtf import Run

NAMES = (".rtf",)

# Who commented: the format keeps the name apart from the words.
_SOMEBODY = "somebody"
_DEEPEST_HEADING = 6


def recognises(data: bytes) -> bool:
    r"""The sign ``{\rtf`` at its beginning."""
    return kind_of(data) == "rtf"


def read(data: bytes, name: str, *, limits: Limits = USUAL) -> tuple[str, tuple[Mark, ...], str]:
    """The text, marks and title of a rich text; ``name`` says nothing more here."""
    del name
    if not recognises(data):
        raise NotReadable("damaged: it does not begin as rich text (RTF) does")
    stories = {place: _Story() for place in (rtf.HEADER, "", rtf.FOOTNOTE, rtf.FOOTER, rtf.COMMENT)}
    struck = 0
    was_deleted, length = False, 0
    for run in rtf.runs(data):
        length += len(run.text)
        if length > limits.text:
            raise NotReadable(f"its text is longer than {limits.text:,} characters, the most that is read of one draft")
        if run.is_deleted:
            struck += not was_deleted
        elif run.place == rtf.PICTURE:
            stories[""].writing.picture("picture", run.text)
        else:
            stories.get(run.place, stories[""]).add(run)
        was_deleted = run.is_deleted
    comments = stories.pop(rtf.COMMENT).writing
    struck_out(comments, [""] * struck)
    whole = Writing()
    for story in stories.values():
        whole.add(story.writing)
        whole.lines(2)
    if len(comments):
        whole.write(RULE)
        whole.lines()
        whole.add(comments)
    text, marks = whole.text, whole.marks
    return text, marks, title(text, marks)


class _Story:
    """One of the texts of a document: its body, its headers, its comments."""

    def __init__(self) -> None:
        self.writing = Writing()
        self._is_fresh = True
        self._is_row = False

    def add(self, run: Run) -> None:
        """Write a run: its lines as paragraphs, a blank line between them, but for the rows of a table."""
        look = _look(run)
        for number, line in enumerate(run.text.split("\n")):
            if number:
                self.writing.lines(1 if self._is_row else 2)
                self._is_fresh, self._is_row = True, False
            words = line.lstrip(" ") if self._is_fresh else line
            if not words:
                continue
            self._is_row = self._is_row or "\t" in words
            if self._is_fresh and run.place == rtf.COMMENT and not len(self.writing):
                self.writing.write(f"Comment by {_SOMEBODY}:", Look(comment=_SOMEBODY))
                self.writing.lines()
            self.writing.write(words, look)
            self._is_fresh = False


def _look(run: Run) -> Look:
    return Look(
        size=run.size,
        colour="" if run.colour == "#000000" else run.colour,
        background="" if run.background == "#ffffff" else run.background,
        bold=run.is_bold,
        hidden=run.is_hidden,
        heading=min(run.heading, _DEEPEST_HEADING),
        link=run.link,
        comment=_SOMEBODY if run.place == rtf.COMMENT else "",
    )
