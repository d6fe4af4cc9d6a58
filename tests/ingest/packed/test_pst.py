"""Outlook's stores. Only Outlook writes them: here a stand-in for libpff's module is read, and real ones where they are."""

from __future__ import annotations

import base64
import gzip
import importlib.util
import json
import random
import re
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import BCC, CC, TO, CheckerError, Message, Person
from checker.ingest.child import PROGRAM
from checker.ingest.limits import Limits
from checker.ingest.mail import Item, mbox
from checker.ingest.mime import read
from checker.ingest.packed import Member, kinds, pst
from checker.ingest.packed._pst_child import MISSING, RECOVERED, entry
from checker.ingest.packed._pst_items import Record, charset

DATA = Path(__file__).parents[4] / "shared" / "data" / "outlook_stores"
ROOMY = Limits(seconds=60, memory=1_000_000_000)

# A module with the face of pypff's. A store is JSON behind the first bytes of a real one: what pypff would find in it.
PYPFF = """
import json, os, struct, time
done = 0

class entry:
    def __init__(self, value):
        if isinstance(value, str): self.value_type, self.data = 0x1F, value.encode("utf-16-le") + b"\\0\\0"
        elif isinstance(value, int): self.value_type, self.data = 3, value.to_bytes(8, "little")[: 4 if value < 2**32 else 8]
        elif value is None: self.value_type, self.data = 0x1F, None
        elif value.get("error"): self.value_type = 0x1F
        else: self.value_type, self.data = value["type"], bytes.fromhex(value["hex"])

class record_set:
    def __init__(self, values): self.values = values
    def get_entry_by_type(self, number):
        key = f"{number:04x}"
        return entry(self.values[key]) if key in self.values else None

class item:
    def __init__(self, known):
        self.known, self.identifier = known, known.get("id", 2)
        self.number_of_record_sets = 1
    def get_record_set(self, index): return record_set(self.known.get("values", {}))

class table(item):
    def __init__(self, rows): self.rows, self.number_of_record_sets = rows, len(rows)
    def get_record_set(self, index): return record_set(self.rows[index])

class message(item):
    @property
    def recipients(self): return table(self.known["recipients"]) if "recipients" in self.known else None
    @property
    def number_of_attachments(self): return len(self.known.get("attachments", ()))
    def get_attachment(self, index): return attachment(self.known["attachments"][index])

class attachment(item):
    @property
    def content(self): return bytes.fromhex(self.known.get("hex", ""))
    @property
    def size(self): return self.known.get("size", len(self.content))
    def read_buffer(self, size): return self.content[:size]
    @property
    def number_of_sub_items(self): return int("message" in self.known)
    def get_sub_item(self, index): return happens(self.known["message"])

def happens(known):
    global done
    done += 1
    what = known.get("happens")
    if what == "crash" or (what == "crash unless first" and done > 1): os.abort()
    if what == "hang": time.sleep(60)
    if what == "fill":
        kept = []
        while True: kept.append(bytearray(10_000_000))
    if what == "error": raise OSError("unable to read")
    return message(known) if "values" in known and "001a" in known["values"] else item(known)

class folder(item):
    def __init__(self, known):
        super().__init__(known)
        self.number_of_sub_folders, self.number_of_sub_messages = len(known.get("folders", ())), len(known.get("items", ()))
    def get_sub_folder(self, index): return opened(self.known["folders"][index])
    def get_sub_message(self, index): return happens(self.known["items"][index])

def opened(known):
    if known.get("happens"): happens(known)
    return folder(known)

class file:
    def open(self, path):
        with open(path, "rb") as stream: data = stream.read()
        try: self.known = json.loads(data[512:])
        except ValueError: raise OSError("pypff_file_open: unable to open file.")
    @property
    def root_folder(self): return opened(self.known["root"]) if "root" in self.known else None
    @property
    def message_store(self): return item(self.known.get("store", {}))
    @property
    def number_of_orphan_items(self): return len(self.known.get("orphans", ()))
    def get_orphan_item(self, index): return happens(self.known["orphans"][index])
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """What a child runs that has the stand-in for libpff's module."""
    return with_module(tmp_path_factory.mktemp("libpff"), PYPFF)


def with_module(folder: Path, text: str) -> str:
    (folder / "pypff.py").write_text(text)
    return f"import sys; sys.path.insert(0, {str(folder)!r}); {PROGRAM}"


def store(folder: Path, *folders: dict, **known: object) -> Path:
    """A store with one folder that Outlook shows, `Top`, and these in it."""
    top = {"id": 0x8022, "values": {"3001": "Top"}, "folders": list(folders)}
    shown = {"values": {"35e0": {"type": 0x102, "hex": (bytes(20) + (0x8022).to_bytes(4, "little")).hex()}}}
    path = folder / "export.pst"
    path.write_bytes(b"!BDN".ljust(512, b"\0") + json.dumps({"store": shown, "root": {"folders": [top]}, **known}).encode())
    return path


def folder(name: str, *items: dict, **known: object) -> dict:
    return {"values": {"3001": name}, "items": list(items), **known}


def mail(subject: str, **values: object) -> dict:
    return {"values": {"001a": "IPM.Note", "0037": subject, "1000": f"The text of {subject}.", **values}}


def members(path: Path, program: str, limits: Limits = ROOMY) -> list[Member]:
    scratch = path.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return list(pst.members(path, scratch, limits, program=program))


def messages(member: Member) -> list[Message]:
    """What the reader of mailboxes finds in a member."""
    if member.location is None or not member.location.stat().st_size:
        return []
    items = list(mbox.items(member.location, member.name))
    assert all(isinstance(item, Item) for item in items)
    with member.location.open("rb") as stream:
        return [read(mbox.raw(stream, item), item.source, lambda name, email: Person(email, name)) for item in items]


def subjects(found: list[Member]) -> dict[str, list[str]]:
    return {member.name: [message.subject for message in messages(member)] for member in found}


# --- folders -----------------------------------------------------------------------------------------------------------


def test_a_store_is_known_by_its_first_bytes():
    assert pst.recognises(b"!BDN" + bytes(10), "mail.dat")
    assert not pst.recognises(b"From a@x", "mail.pst")
    assert kinds()["pst"].NAME == "Outlook store"


def test_each_folder_becomes_a_mailbox_under_its_path(tmp_path, program):
    path = store(
        tmp_path, folder("Inbox", mail("one"), mail("two"), folders=[folder("Depot", mail("three"))]), folder("Sent Items")
    )

    found = members(path, program)

    assert subjects(found) == {"Top": [], "Top/Inbox": ["one", "two"], "Top/Inbox/Depot": ["three"], "Top/Sent Items": []}
    assert {(member.kind, member.lost, member.faults) for member in found} == {("Outlook folder", "", ())}
    assert all(member.location.parent == tmp_path / "scratch" for member in found)


def test_names_are_made_fit_to_be_shown_and_are_never_the_same(tmp_path, program):
    path = store(tmp_path, folder("A/B\nC"), folder("Notes"), folder("Notes"), folder(""), folder("../../etc"))

    names = [member.name for member in members(path, program)]

    assert names == ["Top", "Top/A_B C", "Top/Notes", "Top/Notes (2)", "Top/folder 4", "Top/.._.._etc"]
    assert all(place.parent == tmp_path / "scratch" for place in (tmp_path / "scratch").iterdir())


def test_searches_and_the_book_keeping_of_outlook_are_told_only_if_they_hold_something(tmp_path, program):
    hidden = [
        folder("Views"),
        folder("Free", mail("one")),
        {"id": 0x23, **folder("Unread", mail("two"))},
        {"id": 0x43, **folder("All")},
    ]
    top = {"id": 0x8022, **folder("Top", folders=[{"id": 0x63, **folder("Flagged")}, folder("Sent Items")])}
    path = store(tmp_path, root={"folders": [*hidden, top]})

    assert subjects(members(path, program)) == {"Free": ["one"], "Unread": ["two"], "Top": [], "Top/Sent Items": []}


def test_a_store_that_does_not_say_what_outlook_shows_is_told_whole(tmp_path, program):
    path = store(tmp_path, store={}, root={"folders": [folder("Views"), folder("Top")], "items": [mail("loose")]})

    assert subjects(members(path, program)) == {"items in no folder": ["loose"], "Views": [], "Top": []}


def test_items_that_a_folder_counts_and_the_store_does_not_have_are_told(tmp_path, program):
    inbox = folder("Inbox", mail("one"))
    inbox["values"]["3602"] = 3

    found = members(store(tmp_path, inbox), program)

    assert found[-1].faults == ("it says that it holds 3 items; 2 of them are not in the store",)
    assert subjects(found)["Top/Inbox"] == ["one"]


def test_what_no_folder_holds_any_more_has_a_folder_of_its_own(tmp_path, program):
    found = members(store(tmp_path, folder("Inbox"), orphans=[mail("deleted"), {"values": {}}]), program)

    assert found[-1].name == RECOVERED
    assert [message.subject for message in messages(found[-1])] == ["deleted"]
    assert found[-1].faults == ("item 2: an item without a text, not a message; its class is ''",)


def test_folders_that_lie_too_deep_are_told(tmp_path, program):
    deep = folder("bottom", mail("never"))
    for level in range(150):
        deep = folder(f"f{level}", folders=[deep])

    found = members(store(tmp_path, deep), program)

    assert found[-1].faults == ("its 1 folders were not read: they lie more than 100 deep",)
    assert len(found) == 100


# --- items -------------------------------------------------------------------------------------------------------------


def ticks(moment: datetime) -> int:
    return int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


def row(kind: int, name: str, **values: object) -> dict:
    return {"0c15": kind, "3001": name, **values}


SENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LETTER = {
    **mail(
        "\x01\x05RE: Depot",
        **{
            "0039": ticks(SENT),
            "0c1a": "Ann Officer",
            "0c1e": "EX",
            "0c1f": "/O=ORG/CN=RECIPIENTS/CN=AO",
            "5d01": "a.officer@x.gov.uk",
            "0042": "Ann Officer",
            "0064": "EX",
            "0065": "/O=ORG/CN=RECIPIENTS/CN=AO",
            "5d02": "a.officer@x.gov.uk",
            "1035": "<m1@x.gov.uk>",
            "1042": "<m0@x.gov.uk>",
            "1000": "From now on, in May.\r\nFrom Tuesday.\r\n",
        },
    ),
    "recipients": [
        row(1, "Bo Member", **{"3002": "SMTP", "3003": "b.member@x.gov.uk"}),
        row(2, "Cy Clerk", **{"3002": "EX", "3003": "/O=ORG/CN=RECIPIENTS/CN=CC", "39fe": "c.clerk@x.gov.uk"}),
        row(0x10000003, "Di Member", **{"3002": "EX", "3003": "/O=ORG/CN=RECIPIENTS/CN=DM"}),
        row(0, "Ann Officer"),
    ],
    "attachments": [
        {
            "values": {"3705": 1, "3704": "PLANOF~1.PDF", "3707": "plan of the depot.pdf", "370e": "application/pdf"},
            "hex": "25504446",
        },
        {
            "values": {"3705": 5, "3001": "Question"},
            "message": mail("Question", **{"0c1a": "Bo Member", "0c1e": "SMTP", "0c1f": "b@x.gov.uk"}),
        },
    ],
}


def test_a_message_is_read_back_as_outlook_kept_it_with_its_blind_copies(tmp_path, program):
    found = members(store(tmp_path, folder("Sent Items", LETTER)), program)
    (message,) = messages(found[-1])

    assert found[-1].faults == ()
    assert message.id == "<m1@x.gov.uk>"
    assert message.answers == ("<m0@x.gov.uk>",)
    assert message.subject == "RE: Depot"
    assert message.date == SENT
    assert (message.sender.name, message.sender.email) == ("Ann Officer", "a.officer@x.gov.uk")
    assert [(one.person.name, one.person.email, one.kind) for one in message.recipients] == [
        ("Bo Member", "b.member@x.gov.uk", TO),
        ("Cy Clerk", "c.clerk@x.gov.uk", CC),
        ("Di Member", "/o=org/cn=recipients/cn=dm", BCC),
    ]
    assert message.text == "From now on, in May.\nFrom Tuesday."
    assert [(file.name, file.type) for file in message.attachments] == [
        ("plan of the depot.pdf", "application/pdf"),
        ("Question", "message/rfc822"),
    ]


def test_without_a_table_of_recipients_the_names_count_that_outlook_shows(tmp_path, program):
    letter = mail("one", **{"0e04": "Bo Member; b2@x.gov.uk", "0e02": "Di Member"})

    (message,) = messages(members(store(tmp_path, folder("Sent Items", letter)), program)[-1])

    assert [(one.person.name, one.person.email, one.kind) for one in message.recipients] == [
        ("Bo Member", "", TO),
        ("", "b2@x.gov.uk", TO),
        ("Di Member", "", BCC),
    ]


def test_strings_of_an_old_store_are_in_the_character_set_that_the_message_tells(tmp_path, program):
    letter = mail("one", **{"3ffd": 1250, "1000": {"type": 0x1E, "hex": "Żółw czeka.".encode("cp1250").hex()}})
    page = mail(
        "two", **{"3fde": 28605, "1000": None, "1013": {"type": 0x102, "hex": "<p>£5 is €6</p>".encode("iso8859-15").hex()}}
    )

    found = messages(members(store(tmp_path, folder("Inbox", letter, page)), program)[-1])

    assert [message.text for message in found] == ["Żółw czeka.", "£5 is €6"]
    assert [charset(page) for page in (0, 1252, 65001, 28592, 99999)] == ["", "cp1252", "utf-8", "iso8859-2", "cp99999"]


@pytest.mark.parametrize(
    ("message_class", "reason"),
    [
        ("IPM.Contact", "a contact, not a message"),
        ("IPM.DistList.Of.Somebody", "a distribution list, not a message"),
        ("IPM.Task", "a task, not a message"),
        ("IPM.StickyNote", "a note, not a message"),
        ("IPM.Activity", "a journal entry, not a message"),
        ("IPM.Microsoft.FolderDesign.NamedView", "settings of Outlook, not a message"),
    ],
)
def test_what_is_no_message_is_named_as_what_it_is(tmp_path, program, message_class, reason):
    found = members(store(tmp_path, folder("Things", mail("Bo Member", **{"001a": message_class}), mail("two"))), program)

    assert found[-1].faults == (f"item 1, 'Bo Member': {reason}",)
    assert subjects(found)["Top/Things"] == ["two"]


@pytest.mark.parametrize(
    "message_class", ["IPM.Appointment", "IPM.Schedule.Meeting.Request", "IPM.TaskRequest", "REPORT.IPM.Note.NDR", "IPM.Own"]
)
def test_what_somebody_wrote_is_a_message_whatever_its_class(tmp_path, program, message_class):
    found = members(store(tmp_path, folder("Things", mail("one", **{"001a": message_class}))), program)

    assert subjects(found)["Top/Things"] == ["one"]


def test_a_mail_without_any_text_is_a_message(tmp_path, program):
    found = members(store(tmp_path, folder("Inbox", {"values": {"001a": "IPM.Note", "0037": "Ring me"}})), program)

    assert subjects(found)["Top/Inbox"] == ["Ring me"]


def test_of_what_is_damaged_the_rest_is_read_and_the_loss_named(tmp_path, program):
    damaged = mail("two", **{"1000": {"error": True}, "0c1a": "Bo Member"})
    damaged["attachments"] = [
        {"values": {"3705": 1, "3707": "plan.pdf"}, "hex": "25", "size": 9},
        {"values": {"3705": 7, "3707": "link"}},
    ]
    found = members(store(tmp_path, folder("Inbox", {"happens": "error"}, damaged, mail("three"))), program)

    assert subjects(found)["Top/Inbox"] == ["two", "three"]
    assert found[-1].faults == (
        "item 1: the store is damaged where it lies",
        "item 2, 'two': its attachment 'plan.pdf': only 1 of its 9 bytes are in the store",
        "item 2, 'two': its attachment 'link': it is kept elsewhere, and here is only where",
        "item 2, 'two': its text could not be read: the store is damaged where it lies",
    )
    assert [file.name for file in messages(found[-1])[0].attachments] == ["plan.pdf", "link"]


def test_a_moment_that_no_calendar_has_is_none():
    class Rows:
        def get_entry_by_type(self, number: int) -> object:
            return type("Entry", (), {"value_type": 0x40, "data": b"\xff" * number})()

    assert Record(Rows()).time(8) is None
    assert Record(Rows()).time(0) is None
    assert Record(None).time(0x39) is None


# --- limits ------------------------------------------------------------------------------------------------------------


def test_messages_within_messages_are_read_as_deep_as_the_limit(tmp_path, program):
    letter = mail("the last")
    for number in range(4):
        letter = {**mail(f"{number}"), "attachments": [{"values": {"3705": 5, "3707": f"level {number}"}, "message": letter}]}

    found = members(store(tmp_path, folder("Inbox", letter)), program, replace(ROOMY, enclosed=3))

    assert subjects(found)["Top/Inbox"] == ["3"]
    (fault,) = found[-1].faults
    assert fault == (
        "item 1, '3': its attachment 'level 3': its attachment 'level 2': its attachment 'level 1':"
        " a message more than 3 messages deep, the most that is read"
    )


def test_a_file_with_which_a_message_would_be_too_large_is_named_and_the_message_read(tmp_path, program):
    letter = {**mail("one"), "attachments": [{"values": {"3705": 1, "3707": "film.mp4"}, "hex": "00" * 5_000}]}

    found = members(store(tmp_path, folder("Inbox", letter)), program, replace(ROOMY, message_bytes=6_000))

    assert subjects(found)["Top/Inbox"] == ["one"]
    assert found[-1].faults == (
        "item 1, 'one': its attachment 'film.mp4': it was not taken: with it the message would have more than 6,000 bytes,"
        " the most that is read",
    )


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (replace(ROOMY, members=3), "it holds more than 3 items; the rest was not read"),
        (replace(ROOMY, packed_bytes=1_000), "it unpacks to more than 1,000 bytes; the rest was not read"),
    ],
)
def test_what_goes_beyond_a_limit_is_told_with_the_limit(tmp_path, program, limits, reason):
    path = store(tmp_path, folder("Inbox", mail("one"), mail("two")), folder("Sent Items", *(mail(f"{n}") for n in range(9))))

    *_, last, whole = members(path, program, limits)

    assert whole == Member("", None, reason)
    read_back = [message.subject for message in messages(last)]
    assert 0 < len(read_back) < 9
    assert read_back == [f"{number}" for number in range(len(read_back))]
    assert (last.name, last.lost) == ("Top/Sent Items", f"from item {len(read_back) + 1} on it was not read")


# --- what may become of the process ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        ("crash", "the program that reads it crashed"),
        ("hang", "reading it took longer than 2 seconds"),
        pytest.param(
            "fill",
            "reading it took more than 500 MB of memory",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="the limit is not kept elsewhere"),
        ),
    ],
)
def test_an_item_over_which_the_process_is_lost_is_named_and_the_rest_read(tmp_path, program, happens, reason):
    attached = {**mail("four"), "attachments": [{"values": {"3705": 5}, "message": {**mail("inner"), "happens": happens}}]}
    inbox = folder("Inbox", mail("one"), {"happens": happens}, mail("three"), attached, mail("five"))
    path = store(tmp_path, inbox, folder("Sent Items", {"happens": happens}), folder("Depot", mail("six")))

    found = members(path, program, Limits(seconds=2, memory=500_000_000))

    assert subjects(found) == {"Top": [], "Top/Inbox": ["one", "three", "five"], "Top/Sent Items": [], "Top/Depot": ["six"]}
    assert [member.faults for member in found] == [
        (),
        (f"item 2: {reason}", f"item 4, 'four': {reason}"),
        (f"item 1: {reason}",),
        (),
    ]


def test_an_item_that_only_fails_after_others_is_read_in_a_new_process(tmp_path, program):
    items = [{**mail(f"{number}"), "happens": "crash unless first"} for number in range(3)]

    found = members(store(tmp_path, folder("Inbox", *items), folder("Sent Items", *items)), program)

    assert subjects(found) == {"Top": [], "Top/Inbox": ["0", "1", "2"], "Top/Sent Items": ["0", "1", "2"]}
    assert all(member.faults == () for member in found)


def test_a_folder_over_which_the_process_is_lost_is_named_and_those_beside_it_read(tmp_path, program):
    bad = folder("Bad", mail("never"), happens="crash", folders=[folder("Inner", mail("never"))])
    worse = folder("Worse", happens="error")
    path = store(tmp_path, folder("Inbox", mail("one")), bad, worse, folder("Sent Items", mail("two")))

    found = members(path, program)

    assert subjects(found) == {"Top": [], "Top/Inbox": ["one"], "Top/folder 2": [], "Top/folder 3": [], "Top/Sent Items": ["two"]}
    assert [member.lost for member in found] == [
        "",
        "",
        "neither it nor its folders could be opened: the program that reads it crashed",
        "neither it nor its folders could be opened: the store is damaged where it lies",
        "",
    ]


def test_a_store_over_which_the_process_is_lost_again_and_again_is_given_up(tmp_path, program, monkeypatch):
    monkeypatch.setattr(pst, "_MOST_LOST", 5)
    path = store(
        tmp_path, folder("Inbox", mail("one"), *[{"happens": "crash"}] * 20, mail("last")), folder("Sent Items", mail("two"))
    )

    found = members(path, program)

    assert subjects(found) == {"Top": [], "Top/Inbox": ["one"], "": []}
    assert found[1].lost == "from item 6 on it was not read"
    assert len(found[1].faults) == 4
    assert found[2].lost == "the program that reads it was lost 5 times over it; the rest was not read"


def test_a_store_that_cannot_be_opened_is_told(tmp_path, program):
    (tmp_path / "bad.pst").write_bytes(b"!BDN".ljust(600, b"x"))
    cut = store(tmp_path, folder("Inbox"))
    header = b"!BDN" + bytes(6) + (23).to_bytes(2, "little")
    cut.write_bytes(header.ljust(184, b"\0") + (271_360).to_bytes(8, "little").ljust(328, b"\0") + cut.read_bytes()[512:])

    reason = "it could not be opened: it is damaged or cut off, or of a kind that libpff does not know"
    assert members(tmp_path / "bad.pst", program)[0] == Member("", None, reason)
    assert members(cut, program)[-1] == Member("", None, f"it is cut off: {cut.stat().st_size:,} of its 271,360 bytes are there")
    with pytest.raises(OSError, match="nothing"):
        members(tmp_path / "nothing.pst", program)


def test_without_libpff_the_store_is_told_with_what_to_install(tmp_path):
    found = members(store(tmp_path, folder("Inbox", mail("one"))), with_module(tmp_path, "raise ImportError('no pypff')"))

    assert found == [Member("", None, MISSING)]
    assert "pip install 'protocol-checker[pst]'" in MISSING


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_the_users_to_mend_and_no_fault_of_the_store(tmp_path, program):
    (tmp_path / "scratch").mkdir()
    (tmp_path / "scratch" / "000003.mbox").symlink_to("/dev/full")

    with pytest.raises(CheckerError, match="There is no room to unpack in"):
        members(store(tmp_path, folder("Inbox", mail("one"))), program)


# --- the mailbox -------------------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [b"From a@x Tue Mar  3 10:30:00 2026", b">From b", b">>From", b"Subject: one", b"", b" ", b"\r", b"text", b"From "]
)
MESSAGES = st.lists(st.one_of(st.binary(max_size=200), st.lists(LINES, max_size=8).map(b"\n".join)), max_size=6)


@given(MESSAGES, st.datetimes(timezones=st.just(UTC)))
def test_any_messages_written_to_a_mailbox_are_read_back_the_same(tmp_path_factory, given_messages, moment):
    """But for the line end that a mailbox needs at the end of each."""
    path = tmp_path_factory.mktemp("mailbox") / "000001.mbox"
    path.write_bytes(b"".join(entry(message, moment) for message in given_messages))

    back = []
    if given_messages:
        assert mbox.recognises(path.read_bytes()[:65_536], path.name)
        with path.open("rb") as stream:
            back = [mbox.raw(stream, item) for item in mbox.items(path, "x")]

    assert back == [message if message.endswith(b"\n") else message + b"\n" for message in given_messages]


def test_a_mailbox_keeps_the_day_of_each_message():
    assert entry(b"x\n", SENT).startswith(b"From - Mon Mar  2 09:30:00 2026\n")
    assert entry(b"x\n", None).startswith(b"From - Thu Jan  1 00:00:00 1970\n")


# --- real stores -------------------------------------------------------------------------------------------------------

real = pytest.mark.skipif(
    not DATA.is_dir() or importlib.util.find_spec("pypff") is None, reason="the data, or libpff, are not here"
)


@pytest.fixture(params=["dist-list", "enron_lokay_71"])
def real_store(request, tmp_path):
    path = tmp_path / "export.pst"
    path.write_bytes(gzip.decompress((DATA / f"{request.param}.pst.gz").read_bytes()))
    return path


@pytest.mark.shared
@real
def test_folders_and_counts_are_those_that_libpff_reports(real_store):
    import pypff

    counts: Counter[str] = Counter()
    hidden: set[str] = set()
    kept = pypff.file()
    kept.open(str(real_store))
    waiting = [(kept.root_folder, "")]
    while waiting:
        place, name = waiting.pop()
        counts[name] += place.number_of_sub_messages
        if not name.startswith("Top of Personal Folders"):
            hidden.add(name)
        waiting += [(inner, f"{name}/{inner.name}" if name else inner.name) for inner in place.sub_folders]
    kept.close()

    found = members(real_store, PROGRAM)

    assert {member.name: len(messages(member)) + len(member.faults) for member in found} == {
        name: count for name, count in counts.items() if count or name not in hidden
    }
    assert not any(member.lost for member in found)
    assert all("not a message" in fault for member in found for fault in member.faults)


@pytest.mark.shared
@real
def test_every_message_of_a_real_store_has_what_libpff_tells_of_it(tmp_path):
    import pypff

    path = tmp_path / "export.pst"
    path.write_bytes(gzip.decompress((DATA / "enron_lokay_71.pst.gz").read_bytes()))
    kept = pypff.file()
    kept.open(str(path))
    waiting = [kept.root_folder]
    told = []
    while waiting:
        place = waiting.pop()
        told += [as_told(message) for message in place.sub_messages]
        waiting += list(place.sub_folders)
    kept.close()

    read_back = [message for member in members(path, PROGRAM) for message in messages(member)]

    assert Counter(message.subject for message in read_back) == Counter(" ".join(one["subject"].split()) for one in told)
    assert all(message.date and message.sender.name + message.sender.email for message in read_back)
    by_id = {message.id: message for message in read_back}
    assert len(by_id) == len(told) == 71
    for one in told:
        message = by_id[one["id"]]
        assert abs((message.date - one["date"]).total_seconds()) <= 86_400
        assert Counter(file.name for file in message.attachments) == Counter(one["files"])
        assert " ".join(one["text"].split())[:200] == " ".join(message.text.split())[:200]
        there = {kind: names(message, kind) for kind in (TO, CC, BCC)}
        # The maker of this store broke some names and addresses into words of their own.
        assert all(word in there[kind] for name, kind in one["to"] for word in words(name) if "IMCEANOTES" not in name)


def names(message: Message, kind: str) -> str:
    """The names and addresses of those to whom a message went in this way."""
    found = [f"{one.person.name} {one.person.email}" for one in message.recipients if one.kind == kind]
    return " ".join(words(" ".join(found)))


def words(name: str) -> list[str]:
    return re.sub(r"[,'\"]", " ", name.lower()).split()


def as_told(message) -> dict:
    rows = message.get_record_set(0)
    return {
        "id": rows.get_entry_by_type(0x1035).data_as_string,
        "subject": (message.subject or "").strip(),
        "date": message.client_submit_time.replace(tzinfo=UTC),
        "files": [one.get_record_set(0).get_entry_by_type(0x3707).data_as_string for one in message.attachments],
        "text": (message.plain_text_body or b"").decode("utf-8", "replace"),
        "to": [
            (
                row.get_entry_by_type(0x3001).data_as_string.rstrip("\0"),
                {1: TO, 2: CC, 3: BCC}[row.get_entry_by_type(0x0C15).data[0]],
            )
            for row in message.recipients.record_sets
        ],
    }


@pytest.mark.shared
@real
def test_messages_that_hang_on_others_are_had_although_the_module_of_libpff_offers_no_way_to_ask(tmp_path):
    path = tmp_path / "export.pst"
    path.write_bytes(gzip.decompress((DATA / "dist-list.pst.gz").read_bytes()))

    (calendar,) = [member for member in members(path, PROGRAM) if member.name.endswith("/Calendar")]
    assert calendar.location is not None
    (letter,) = messages(calendar)

    assert calendar.faults == ()
    assert [file.type for file in letter.attachments] == ["message/rfc822", "message/rfc822"]
    assert base64.b64encode(b"This is the appointment at ") in calendar.location.read_bytes()


@pytest.mark.shared
@real
@pytest.mark.parametrize("seed", range(6))
def test_of_a_damaged_store_all_is_read_or_named(real_store, seed):
    chance = random.Random(seed)
    data = bytearray(real_store.read_bytes())
    for _ in range(chance.choice([3, 30, 300])):
        data[chance.randrange(600, len(data))] = chance.randrange(256)
    real_store.write_bytes(data[: chance.choice([len(data), len(data) * 9 // 10])])

    found = members(real_store, PROGRAM)

    assert found
    assert all(messages(member) or member.faults or member.lost or member.location for member in found)
