from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

from checker.detectors import behaviours
from checker.domain import Container, Run, Source
from checker.people import read_roster
from checker.protocols import load
from checker.scan.run import scan
from checker.scan.sets import Settings

ROSTER = """email,name,role,party,position,seniority,committees
wren@dene.example,Wren Ashby,member,,,,
rowan@dene.example,Rowan Firth,officer,,,,
"""


def letter(id: str, *, sender: str = "wren", to: str = "rowan", more: str = "", text: str = "When will it open?") -> str:
    return (
        f"Message-ID: <{id}@x>\nDate: Mon, 2 Mar 2026 12:00:00 +0000\nFrom: {sender}@dene.example\nTo: {to}@dene.example\n"
        f"Subject: Depot\n{more}\n{text}\n"
    )


def mailbox(*letters: str) -> bytes:
    return "".join(f"From x@dene.example Mon Mar  2 12:00:00 2026\n{each}\n" for each in letters).encode()


def scanned(place: Path, *names: str) -> Run:
    (place / "roster.csv").write_text(ROSTER)
    people = read_roster(place / "roster.csv")
    return scan(
        [place / name for name in names], None, [load("mwda", behaviours())], Settings(people, date(2026, 3, 31)), options={}
    ).run


def rows(run: Run, place: Path) -> list[tuple[str, str, int, int, int]]:
    def shown(one: Container) -> tuple[str, str, int, int, int]:
        return Path(one.path).relative_to(place).as_posix(), one.kind, one.expected, one.read, one.unread

    return [shown(one) for one in run.containers]


def test_a_folder_of_single_messages_is_one_line_and_a_mailbox_another(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    (mail / "cur").mkdir(parents=True)
    for number in range(3):
        (mail / "cur" / f"{number}").write_text(letter(str(number)))
    (mail / "cur" / "note.pdf").write_bytes(b"%PDF-1.7")
    (mail / "dovecot-uidlist").write_bytes(b"3 V1")
    (mail / "Sent.mbox").write_bytes(mailbox(letter("8"), letter("9")))

    run = scanned(tmp_path, "mail")

    assert rows(run, tmp_path) == [
        ("mail/Sent.mbox", "mbox", 2, 2, 0),
        ("mail/cur", "folder: 3 eml, 1 not mail", 4, 3, 1),
        ("mail/dovecot-uidlist", "a file of the mail program or of the export itself", 0, 0, 0),
    ]
    assert [str(one.source.file).rpartition("/")[2] for one in run.unread] == ["note.pdf"]


def test_an_archive_and_what_is_in_it_are_lines_of_their_own(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a/1.eml", letter("1"))
        archive.writestr("a/2.eml", letter("2"))
        archive.writestr("b.mbox.gz", gzip.compress(mailbox(letter("3"))))
        archive.writestr("../out.eml", letter("4"))
    (tmp_path / "export.zip").write_bytes(out.getvalue())

    run = scanned(tmp_path, "export.zip")

    assert rows(run, tmp_path) == [
        ("export.zip", "zip archive", 0, 0, 0),
        ("export.zip/../out.eml", "not mail", 1, 0, 1),
        ("export.zip/a", "folder: 2 eml", 2, 2, 0),
        ("export.zip/b.mbox.gz", "mbox, gzip", 1, 1, 0),
    ]
    assert "leads out of the archive" in run.unread[0].reason


def test_messages_that_hang_on_messages_are_counted_by_themselves(tmp_path: Path) -> None:
    inner = letter("2", sender="rowan", to="wren", text="In May.")
    outer = letter(
        "1",
        more="Content-Type: multipart/mixed; boundary=b\n",
        text=f"--b\n\nSee.\n--b\nContent-Type: message/rfc822\n\n{inner}--b--",
    )
    (tmp_path / "a.mbox").write_bytes(mailbox(outer))

    run = scanned(tmp_path, "a.mbox")

    assert rows(run, tmp_path) == [("a.mbox", "mbox", 1, 1, 0), ("a.mbox", "messages attached to messages", 1, 1, 0)]


def test_a_message_in_two_mailboxes_is_one_document_with_both_places(tmp_path: Path) -> None:
    (tmp_path / "member.mbox").write_bytes(mailbox(letter("1")))
    (tmp_path / "officer.mbox").write_bytes(mailbox(letter("1").replace("\n\n", "\nX-Seen: yes\n\n", 1)))

    run = scanned(tmp_path, "member.mbox", "officer.mbox")

    ((message,),) = [conversation.messages for conversation in run.conversations]
    assert message.source == Source(str(tmp_path / "member.mbox"), 1)
    assert message.copies == (Source(str(tmp_path / "officer.mbox"), 1),)
    assert [row[2:] for row in rows(run, tmp_path)] == [(1, 1, 0), (1, 1, 0)]


def test_copies_that_differ_in_blind_copies_stay_two_documents(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mailbox(letter("1"), letter("1", more="Bcc: other@dene.example\n")))

    run = scanned(tmp_path, "a.mbox")

    assert [len(conversation.messages) for conversation in run.conversations] == [2]
    assert run.gaps[0] == "1 of 2 messages shows a blind copy; of the others it is not known whether one was sent."


def test_who_has_no_sent_mail_in_the_export_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mailbox(letter("1")))

    run = scanned(tmp_path, "a.mbox")

    assert run.gaps == (
        "No message of this export shows a blind copy: either none was sent, or this source does not keep them.",
        "No message sent by Rowan Firth is in this export: whether they answered cannot be told.",
    )


def test_folders_and_labels_that_messages_name_are_counted(tmp_path: Path) -> None:
    labels = ["Sent", "Inbox,Important", "Sent"]
    (tmp_path / "a.mbox").write_bytes(
        mailbox(*(letter(str(n), more=f"X-Gmail-Labels: {label}\n") for n, label in enumerate(labels)))
    )

    (container,) = scanned(tmp_path, "a.mbox").containers

    assert container.folders == (("Sent", 2), ("Inbox,Important", 1))


QUOTING = """I passed on what you wrote.

On Mon, 2 Feb 2026 at 09:30, Lark Denby <lark@dene.example> wrote:
> The gate at the depot has been left open all night again.
> Who is to answer for it?
"""


def test_a_message_that_is_only_quoted_is_told_and_one_that_is_here_is_not(tmp_path: Path) -> None:
    original = letter(
        "7", sender="lark", to="wren", text="The gate at the depot has been left open all night again.\nWho is to answer for it?"
    )
    original = original.replace("Mon, 2 Mar 2026 12:00", "Mon, 2 Feb 2026 09:30").replace("Subject: Depot", "Subject: The gate")
    (tmp_path / "a.mbox").write_bytes(mailbox(letter("1", text=QUOTING)))
    (tmp_path / "b.mbox").write_bytes(mailbox(letter("1", text=QUOTING), original))

    (quoted,) = scanned(tmp_path, "a.mbox").quoted

    assert (quoted.document, quoted.author) == ("<1@x>", "Lark Denby <lark@dene.example>")
    assert scanned(tmp_path, "b.mbox").quoted == ()


def test_messages_without_a_text_that_can_be_read_are_told(tmp_path: Path) -> None:
    sealed = "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n"
    (tmp_path / "a.mbox").write_bytes(mailbox(letter("1", more=sealed, text="TUlJ"), letter("2", more=sealed, text="TUlJ")))

    run = scanned(tmp_path, "a.mbox")

    told = "What is said in 2 messages, of which only the header was read: it is encrypted or signed in one piece (S/MIME)."
    assert told in run.gaps


def test_a_draft_that_was_never_sent_is_named_and_judged_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mailbox(letter("1", more="X-Unsent: 1\n"), letter("2")))

    run = scanned(tmp_path, "a.mbox")

    assert [one.reason for one in run.unread] == ["it is a draft that was never sent"]
    assert [finding.document for finding in run.findings] == ["<2@x>"]


def test_a_letter_that_an_assistant_sent_for_a_member_is_the_members(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mailbox(letter("1", more="Sender: Office of Wren <office@dene.example>\n")))

    ((message,),) = [conversation.messages for conversation in scanned(tmp_path, "a.mbox").conversations]

    assert message.sender.is_member
    assert message.written_by is not None
    assert message.written_by.name == "Office of Wren"
