"""Reading a draft in a child process: what is asked goes over as bytes, what was read comes back as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from checker.domain import Mark
from checker.ingest import drafts
from checker.ingest.drafts._about import about
from checker.ingest.limits import Limits

if TYPE_CHECKING:
    from checker.ingest.child import Arguments, Child

# The jobs, as a child knows them: all of a draft, or the text of what hangs on a message.
READ = "checker.ingest.drafts._job:read"
TEXT = "checker.ingest.drafts._job:text_of"
# And what its file says beside the text.
ABOUT = "checker.ingest.drafts._job:about_of"


def ask(child: Child, job: str, data: bytes, name: str, limits: Limits) -> tuple[str, tuple[Mark, ...], str]:
    """The text, marks and title of a draft as a child gives them; ``NotReadable`` if it does not, or was lost over it."""
    answer = json.loads(child.call(job, arguments={"name": name, **asdict(limits)}, data=data))
    return answer["text"], tuple(Mark(*mark) for mark in answer["marks"]), answer["title"]


def read(arguments: Arguments, data: bytes) -> bytes:
    """In the child: all of a draft."""
    return _packed(drafts.read_bytes(data, str(arguments["name"]), limits=_limits(arguments)))


def text_of(arguments: Arguments, data: bytes) -> bytes:
    """In the child: the text of a draft."""
    return _packed(drafts.text_of(data, str(arguments["name"]), limits=_limits(arguments)))


def ask_about(child: Child, data: bytes, limits: Limits) -> list[tuple[str, str]]:
    """What a draft's file says beside its text, as a child gives it; ``NotReadable`` if it was lost over it."""
    answer = json.loads(child.call(ABOUT, arguments={"name": "", **asdict(limits)}, data=data))
    return [(kind, words) for kind, words in answer]


def about_of(arguments: Arguments, data: bytes) -> bytes:
    """In the child: what a draft's file says beside its text."""
    return json.dumps(about(data, _limits(arguments))).encode("ascii")


def _limits(arguments: Arguments) -> Limits:
    return Limits(**{name: int(value) for name, value in arguments.items() if name != "name"})


def _packed(draft: tuple[str, tuple[Mark, ...], str]) -> bytes:
    text, marks, title = draft
    told = [(mark.kind, mark.start, mark.end, mark.value) for mark in marks]
    return json.dumps({"text": text, "marks": told, "title": title}).encode("ascii")
