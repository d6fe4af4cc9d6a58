"""How long the pre-publication check takes: the whole command from a cold start by format, and a draft among many.

``python tests/bench/drafting.py`` makes a two-page release as txt, html and docx and four pages as pdf, runs ``checker draft``
on each in a process of its own, and prints the best and the median of several runs beside what is asked for. Times are those
of the wall, which say little on a machine that is busy; the processor's beside them say what a quiet one would need.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

RUNS = 5
MANY = 100
PARAGRAPH = (
    "The household waste site at Cole Road opens at eight from 1 May and shuts at six. Residents may bring garden waste, glass, "
    "metal and small electrical goods. Vans need a permit, which is free of charge and lasts for twelve visits. Councillor Wren "
    'Ashby, Chair of the Waste Committee, said: "People asked for longer hours and here they are."'
)
# Seconds from a cold start, and milliseconds of one draft among many.
ASKED = {"txt": 1.0, "html": 1.0, "docx": 1.0, "pdf": 2.0}
ASKED_AMONG_MANY = 50.0


def text(paragraphs: int) -> str:
    return "New hours at Cole Road\n\n" + "\n\n".join(f"{n}. {PARAGRAPH}" for n in range(1, paragraphs + 1)) + "\n"


def write_drafts(folder: Path) -> dict[str, Path]:
    made = {kind: folder / f"release.{kind}" for kind in ASKED}
    made["txt"].write_text(text(14), encoding="utf-8")
    body = "".join(f"<p>{line}</p>" for line in text(14).split("\n\n")[1:])
    made["html"].write_text(f"<!doctype html><title>x</title><h1>New hours</h1>{body}", encoding="utf-8")
    word = docx.Document()
    word.add_heading("New hours at Cole Road", 1)
    for line in text(14).split("\n\n")[1:]:
        word.add_paragraph(line)
    word.save(str(made["docx"]))
    page = Canvas(str(made["pdf"]), pagesize=A4)
    for _ in range(4):
        page.setFont("Helvetica-Bold", 20)
        page.drawString(60, 780, "New hours at Cole Road")
        page.setFont("Helvetica", 11)
        words, line, y = (PARAGRAPH + " ").split() * 7, "", 750
        for word_ in words:
            if len(line) + len(word_) > 88:
                page.drawString(60, y, line)
                line, y = "", y - 15
            line = f"{line} {word_}".strip()
        page.drawString(60, y, line)
        page.showPage()
    page.save()
    return made


def seconds(*paths: Path) -> tuple[list[float], float]:
    """The wall time of the command, several times over, and the least time of the processor.

    The first run is left out: it fills the system's cache.
    """
    times, busy = [], []
    for _ in range(RUNS + 1):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "checker", "draft", *map(str, paths), "--protocol", "mwda"],
            capture_output=True,
            check=False,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(time.perf_counter() - start)
        busy.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(times[1:]), min(busy)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = write_drafts(Path(folder))
        for kind, path in made.items():
            times, busy = seconds(path)
            told = f"best {times[0]:.2f} s, median {statistics.median(times):.2f} s, processor {busy:.2f} s"
            print(f"{kind:5} {told} (asked for: {ASKED[kind]:g} s)")
        many = Path(folder) / "many"
        many.mkdir()
        for number in range(MANY):
            (many / f"{number}.txt").write_text(
                text(5 + number % 10).replace("Cole Road", f"Cole Road {number}"), encoding="utf-8"
            )
        each = (seconds(many)[1] - seconds(made["txt"])[1]) / (MANY - 1) * 1000
        print(f"a text draft among {MANY}: {each:.0f} ms (asked for: {ASKED_AMONG_MANY:g} ms)")


if __name__ == "__main__":
    main()
