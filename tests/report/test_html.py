"""The report in HTML: what it says, that nothing in it acts, and that everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from checker.domain import Conversation, Document, Finding, Message, Passage, Person, Run, Source, Unread, Untold
from checker.report import account, html, shelf

from . import conftest as invented

STYLE = Path(html.__file__).parent / "templates" / "style.css"
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "article", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "p", "a", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th",
    "td",     "div", "span", "strong", "b", "br", "bdi", "q", "mark", "time", "details", "summary", "blockquote",
    "figure", "figcaption", "i", "svg", "desc", "g", "rect", "line", "path", "circle", "text", "code",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "aria-label", "aria-labelledby", "aria-current",
    "role", "tabindex", "scope", "colspan", "datetime", "dir", "open", "viewbox", "width", "height", "x", "y", "x1", "x2", "y1",
    "y2", "d", "cx", "cy", "r", "text-anchor",
}  # fmt: skip


def parse(text: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(text)


def words_of(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def article(tree: lxml_html.HtmlElement, finding: Finding) -> lxml_html.HtmlElement:
    return tree.get_element_by_id(f"f-{finding.id}")


def finding_of(run: Run, behaviour: str) -> Finding:
    return next(finding for finding in run.findings if finding.behaviour == behaviour)


def with_findings(run: Run, *findings: Finding, conversations: tuple[Conversation, ...] | None = None) -> Run:
    return replace(run, findings=findings, conversations=run.conversations if conversations is None else conversations)


@pytest.fixture(scope="module")
def text() -> str:
    return html.render(invented.invented_run())


@pytest.fixture(scope="module")
def tree(text: str) -> lxml_html.HtmlElement:
    return parse(text)


# --- what it says ------------------------------------------------------------------------------------------------------------


def test_the_report_is_as_the_golden_file_has_it(text: str, golden) -> None:
    golden("report.html", text)


def test_the_same_run_gives_the_same_page_whatever_the_order_of_its_findings(run: Run, text: str) -> None:
    assert html.render(replace(run, findings=run.findings[::-1], unread=run.unread[::-1], untold=run.untold[::-1])) == text


def test_the_account_comes_first_and_names_everything_that_was_not_read(run: Run, tree: lxml_html.HtmlElement) -> None:
    sections = [section.get("id") for section in tree.findall(".//main/section")]
    said = words_of(tree.get_element_by_id("account"))

    assert sections == ["account", "summary", "register", "findings"]
    for thing in run.unread:
        assert f"{thing.source.file}, number {thing.source.number}: {thing.reason}" in said
    assert "Late reply: A letter of 30 March 2026 had not been due" in said
    assert "that does not mean that none was sent" in said


def test_a_container_that_does_not_add_up_is_said_to(run: Run) -> None:
    wrong = replace(run, containers=(replace(run.containers[0], read=1200), *run.containers[1:]))

    said = words_of(parse(html.render(wrong)))

    assert "These figures do not add up: 1,210 expected, 1,203 accounted for." in said
    assert "do not add up" not in words_of(parse(html.render(run)))


def test_unread_things_that_nobody_names_are_counted(run: Run) -> None:
    assert account.of(replace(run, unread=run.unread[:2])).unnamed == 3
    assert "3 items counted above as not read are not named here." in words_of(
        parse(html.render(replace(run, unread=run.unread[:2])))
    )


def test_many_unread_things_are_folded_and_all_named(run: Run) -> None:
    unread = tuple(Unread(Source("mailbox.mbox", number), f"Reason {number}.") for number in range(1, 301))

    section = parse(html.render(replace(run, unread=unread, quoted=()))).get_element_by_id("account")

    assert len(section.xpath(".//details//li")) == 300


def test_every_finding_stands_once_under_its_first_clause_and_lists_the_others(run: Run, tree: lxml_html.HtmlElement) -> None:
    articles = tree.findall(".//article")

    assert len(articles) == len(run.findings)
    for finding in run.findings:
        found = article(tree, finding)
        number = finding.clauses[0].partition("/")[2]
        assert words_of(found.getparent().find(".//h4")).startswith(f"Clause {number} ")
        for other in finding.clauses[1:]:
            assert f"Also under {other.partition('/')[2]}" in words_of(found)


def test_a_finding_says_all_that_a_monitoring_officer_asks(run: Run, tree: lxml_html.HtmlElement) -> None:
    for finding in run.findings:
        said = words_of(article(tree, finding))
        assert finding.why in said
        assert finding.remedy in said
        assert finding.id in said
        assert f"{finding.source.file}, number {finding.source.number}" in said
        assert all(f"{'Found' if excuse.found else 'Not found'} " in said for excuse in finding.excuses)
        assert all(excuse.why in said for excuse in finding.excuses)
    said = words_of(article(tree, finding_of(run, "undisclosed-copying")))
    assert "Who Gregor Ashmantle <g.ashmantle@heathshire.example>, Clerk to the Authority, officer" in said
    assert "When Tuesday 3 March 2026, 09:05" in said
    assert "Very likely to be upheld (96 in 100)" in said
    assert "blind copy, shown by the header X-Envelope-To" in said
    assert "gate-repair.pdf (application/pdf, 48 kB)" in said


def test_times_are_londons_also_when_the_clocks_have_changed(run: Run, tree: lxml_html.HtmlElement) -> None:
    assert "Monday 30 March 2026, 00:48" in words_of(article(tree, finding_of(run, "out-of-hours-contact")))


def test_official_wording_is_shown_where_it_is_known_and_else_our_summary_is_called_that(
    tree: lxml_html.HtmlElement,
) -> None:
    own, part, summary = (
        words_of(tree.get_element_by_id(f"clause-{number}").find("header")) for number in ("3.1", "4.1.2", "4.2")
    )

    assert "shall not be personal." in own
    assert own.endswith("Official wording.")
    assert "Official wording of 4.1, which holds this clause. Our summary of this part of it: No silent copies." in part
    assert summary.endswith("This is our summary, not the official wording.")


def test_the_marked_words_are_the_evidence_and_nothing_else(run: Run, tree: lxml_html.HtmlElement) -> None:
    for finding in run.findings:
        found = article(tree, finding)
        for number, passage in enumerate(finding.evidence, start=1):
            if passage.quote:
                assert passage.quote in marked_from(found, f"evidence {number}")


def marked_from(found: lxml_html.HtmlElement, label: str) -> str:
    """The text marked from the mark with this label on, as far as marks follow one another, without labels."""
    (start,) = found.xpath(f".//mark[span[@class='label' and text()='{label}']]")
    said, mark = "", start
    while True:
        said += "".join(mark.xpath("./text() | ./span[not(@class='label')]//text()"))
        following = mark.getnext()
        if mark.tail or following is None or following.tag != "mark":
            return said
        mark = following


def test_the_conversation_shows_which_message_is_this_one_and_which_carry_evidence(run: Run, tree: lxml_html.HtmlElement) -> None:
    rows = article(tree, finding_of(run, "undisclosed-copying")).xpath(".//ol[@class='timeline']/li")

    said = [words_of(row.xpath("(.|./details/summary)[last()]")[0]) for row in rows]
    assert [("this message" in each, "evidence" in each) for each in said] == [(False, True), (True, True), (False, False)]
    assert rows[0].find("details").get("open") is not None  # its evidence is in view
    assert rows[2].find("details").get("open") is None


def test_zones_that_are_not_own_words_are_labelled_and_long_ones_folded(run: Run, tree: lxml_html.HtmlElement) -> None:
    found = article(tree, finding_of(run, "undisclosed-copying"))
    labels = [words_of(label) for label in found.xpath(".//*[@class='zone-label']")]

    assert labels == ["Own words", "Signature", "Quoted mail: from Cllr Tobias Wetherlow, sent 2 March 2026 10:12"]
    assert words_of(found.xpath(".//details[@class='zone']/summary")[0]) == "Disclaimer (523 characters, no evidence in it)"


def test_clauses_that_were_checked_and_found_clean_are_told_from_those_that_nothing_looks_at(
    tree: lxml_html.HtmlElement,
) -> None:
    clean = [words_of(item) for item in tree.xpath("//ul[@class='clean']/li")]
    unchecked = [words_of(item) for item in tree.xpath("//details[@class='unchecked']//li")]

    assert "5.4 No party is praised. Checked: nothing found" in clean
    assert "4.1.1 A copy is shown on the letter. See Undisclosed copying under 4.1.2" in clean
    assert unchecked == ["2.5 Induction is offered to new Members within a month."]


def test_every_clause_that_binds_stands_once_in_the_tree_in_the_order_of_the_protocol(
    run: Run, tree: lxml_html.HtmlElement
) -> None:
    found = tree.get_element_by_id("findings")
    numbers = [words_of(one) for one in found.xpath(".//h4/text()[1]/.. | .//ul[@class='clean']/li/b")]
    numbers = [number.removeprefix("Clause ").split()[0] for number in numbers]
    bind = [clause.number for clause in run.protocol.clauses if not clause.row and clause.number != "2.5"]

    assert numbers == bind


def test_a_clean_clause_that_could_be_told_only_in_part_is_marked(run: Run) -> None:
    untold = replace(run, untold=(Untold("party-promotion", "One draft is a picture."),))

    assert "5.4 No party is praised. Checked in part: nothing found" in words_of(parse(html.render(untold)))


def test_the_same_findings_are_listed_by_date_by_person_and_by_conversation(run: Run, tree: lxml_html.HtmlElement) -> None:
    links = [sorted(view.xpath(".//tbody//a/@href")) for view in tree.xpath("//section[@class='view']")]
    every = sorted(f"#f-{finding.id}" for finding in run.findings)

    assert links == [every, every, every]
    assert tree.xpath("//nav[@class='switch']//a/@href") == ["#by-date", "#by-person", "#by-conversation"]


def test_a_finding_says_how_often_its_like_was_right_and_on_what_that_was_counted(run: Run, tree: lxml_html.HtmlElement) -> None:
    told = {
        (one.behaviour, one.outcome): words_of(article(tree, one).xpath(".//dt[text()='Measured']/following-sibling::dd[1]")[0])
        for one in run.findings
    }

    assert all(each.startswith(("Of labelled cases, ", "Not measured: ")) for each in told.values())
    assert all(("sets the program" in each) == each.startswith("Of") for each in told.values())


def test_a_finding_says_how_it_would_stand_under_the_other_protocols(run: Run, tree: lxml_html.HtmlElement) -> None:
    late = words_of(article(tree, finding_of(run, "late-reply")))

    assert "Other protocols City of London Corporation, clause 7.3 (10 working days allowed" in late
    assert "Merseyside Waste Disposal Authority, clause 7.6 (5 working days allowed" in late
    assert "No clause against it: Isle of Wight Council" in late


def test_who_saw_a_message_is_told_where_headers_and_quotations_show_it(run: Run, tree: lxml_html.HtmlElement) -> None:
    seen = [words_of(step) for step in article(tree, finding_of(run, "undisclosed-copying")).xpath(".//ol[@class='trail']/li")]
    alone = words_of(article(tree, finding_of(run, "party-political-request")))

    assert seen == [
        "Tuesday 3 March 2026, 09:05: Gregor Ashmantle to Cllr Tobias Wetherlow, the message",
        "Tuesday 3 March 2026, 09:05: Gregor Ashmantle to Cllr Orla Brackenbury blind copy, the message",
    ]
    assert "Cllr Orla Brackenbury sent it to Sam Dunmallow alone; nothing that was read passes it on." in alone


def test_so_few_findings_are_drawn_as_no_trend(tree: lxml_html.HtmlElement) -> None:
    assert "March 2026: 10, No date: 3. So few findings, or in so few months, show no course over time" in words_of(tree)
    assert tree.xpath("//svg[contains(@class, 'months')]") == []


def test_a_run_without_findings_says_so_after_its_account(run: Run) -> None:
    said = words_of(parse(html.render(with_findings(run))))

    assert "0 findings. 1,225 of 1,230 items given could be read" in said
    assert "Nothing was found in what was read." in said


def test_findings_whose_clause_or_document_is_missing_are_still_shown(run: Run) -> None:
    one = run.findings[0]
    no_clause = replace(one, clauses=("heathshire/99.9",))
    none_named = replace(one, clauses=(), behaviour="bullying")
    no_document = replace(one, document="<gone@heathshire.example>")

    tree = parse(html.render(with_findings(run, no_clause, none_named, no_document)))

    assert len(tree.findall(".//article")) == 3
    assert "no clause of this number, so its wording cannot be shown" in words_of(tree.get_element_by_id("clause-99.9"))
    assert "is not among those kept with this run" in words_of(article(tree, no_document))


def test_evidence_that_does_not_lie_where_it_says_is_shown_unmarked_and_said_to(run: Run) -> None:
    one = finding_of(run, "party-political-request")
    wrong = (
        Passage(one.document, "words that are not there", 3, 9),
        Passage(one.document, "Sam", 10**6, 10**6 + 3),
        Passage(one.document, "Sam", -3, 0),
        Passage("<other@heathshire.example>", "elsewhere", 0, 9),
    )

    found = parse(html.render(with_findings(run, replace(one, evidence=wrong)))).find(".//article")

    assert found.xpath(".//mark") == []
    assert words_of(found).count("These words do not stand at the place given for them") == 3
    assert "which is not printed here" in words_of(found)


def test_evidence_outside_the_conversation_is_printed_too(run: Run) -> None:
    letter = invented.LATE.messages[0]
    one = finding_of(run, "party-political-request")
    further = replace(one, evidence=(*one.evidence, letter.passage(0, 10, "Said before.")))

    found = parse(html.render(with_findings(run, further))).find(".//article")

    assert marked_from(found, "evidence 2") == "Dear Priya"
    assert "Also with evidence, outside this conversation: Glass collections" in words_of(found)


def test_two_messages_with_one_id_are_told_apart_by_where_they_lie(run: Run) -> None:
    message = invented.REQUEST.messages[0]
    twin = replace(message, source=Source("other.mbox", 7), text="Another text.\n", zones=())
    both = (Conversation("twin", (twin,)), invented.REQUEST)

    found = parse(html.render(with_findings(run, finding_of(run, "party-political-request"), conversations=both)))

    assert "Another text." not in words_of(found.find(".//article"))


def test_of_two_messages_with_one_id_only_the_one_with_the_words_is_marked(run: Run) -> None:
    message = invented.REQUEST.messages[0]
    twin = replace(message, source=Source("other.mbox", 7), text="Another text, as long as it takes. " * 9, zones=())
    both = Conversation("twin", (twin, message))

    found = parse(html.render(with_findings(run, finding_of(run, "party-political-request"), conversations=(both,))))

    (mark,) = found.xpath("//mark")
    assert "drop 400 Heath Alliance leaflets" in words_of(mark)


# --- long things -------------------------------------------------------------------------------------------------------------


def _finding_on(run: Run, message: Document) -> Finding:
    start = message.text.index("useless")
    return replace(
        finding_of(run, "personal-attack"),
        document=message.id,
        source=message.source,
        date=message.date,
        subject=message.subject,
        evidence=(message.passage(start, start + 7),),
    )


def test_a_long_conversation_is_listed_near_the_message_and_printed_once_in_full(run: Run) -> None:
    conversation = invented.long_conversation(60)
    findings = [_finding_on(run, conversation.messages[number]) for number in (30, 31)]

    tree = parse(html.render(with_findings(run, *findings, conversations=(conversation,))))

    rows = article(tree, findings[0]).xpath(".//ol[@class='timeline']/li")
    assert len(rows) == 2 * shelf.NEAR + 3
    assert words_of(rows[0]).startswith("25 more messages, in full, Mon 2 Mar 2026, 09:00")
    assert len(tree.xpath("//section[@id='conversation-1']/ol/li")) == 60


def test_a_gap_of_two_messages_is_listed_instead(run: Run) -> None:
    conversation = invented.long_conversation(shelf.NEAR + 3)

    tree = parse(html.render(with_findings(run, _finding_on(run, conversation.messages[0]), conversations=(conversation,))))

    assert len(tree.xpath("//article//ol[@class='timeline']/li")) == shelf.NEAR + 3
    assert tree.xpath("//section[@id='full']") == []


def test_a_long_message_is_shown_around_its_evidence_and_once_in_full(run: Run) -> None:
    message = replace(invented.REQUEST.messages[0], text="before " * 5000 + "You are useless. " + "after " * 5000, zones=())
    finding = _finding_on(run, message)

    tree = parse(html.render(with_findings(run, finding, conversations=(Conversation("c", (message,)),))))

    found = article(tree, finding)
    assert marked_from(found, "evidence 1") == "useless"
    assert len(words_of(found)) < 5000
    (link,) = {each.get("href") for each in found.xpath(".//p[@class='cut']/a")}
    full = tree.get_element_by_id(link[1:])
    (whole,) = full.xpath(".//div[@class='text']")
    assert whole.text_content().count("before") == whole.text_content().count("after") == 5000
    assert len(full.xpath(".//mark")) == 1


def test_a_text_without_measure_is_cut_off_with_the_number_of_characters(run: Run) -> None:
    message = replace(invented.REQUEST.messages[0], text="You are useless. " + "word " * 200_000, zones=())

    text = html.render(with_findings(run, _finding_on(run, message), conversations=(Conversation("c", (message,)),)))

    assert len(text) < shelf.LONGEST + 100_000
    assert f"{len(message.text) - shelf.LONGEST:,} characters not shown here; see the source" in words_of(parse(text))


def test_a_message_to_thousands_lists_twenty_and_folds_the_rest(run: Run) -> None:
    message = invented.REQUEST.messages[0]
    many = tuple(replace(message.recipients[0], person=Person(f"r{number}@b.example")) for number in range(3000))
    conversation = Conversation("c", (replace(message, recipients=many),))

    found = parse(html.render(with_findings(run, finding_of(run, "party-political-request"), conversations=(conversation,))))

    assert "and 2,980 more" in words_of(found.find(".//article"))


# --- nothing acts ------------------------------------------------------------------------------------------------------------

HOSTILE = (
    " <script>alert(1)</script>",
    ' "><img src=x onerror=alert(1)>',
    " '><svg/onload=alert(1)>",
    " {{7*7}} {% raw %} ${7*7} <%= 7*7 %>",
    " </title></style></textarea><!--",
    " javascript:alert(1) <a href='javascript:alert(1)'>x</a> http://evil.example/",
    " \u202egnp.exe\u202c \x1b]0;x\x07 \0 \ufeff",
    " " + "W" * 5000,
    " &lt;script&gt; &#60;b&#62;",
)
FIXED = {"kind", "outcome", "role", "row", "protocol", "quote", "start", "end", "number", "sha256"}


def poisoned(noun: object, poison: str) -> object:
    """The noun with the poison behind each of its texts, save those with fixed meanings."""
    if isinstance(noun, str):
        return noun + poison
    if isinstance(noun, tuple):
        return tuple(poisoned(each, poison) for each in noun)
    if is_dataclass(noun) and not isinstance(noun, type):
        changed = {
            each.name: poisoned(getattr(noun, each.name), poison)
            for each in fields(noun)
            if each.name not in FIXED
            and isinstance(getattr(noun, each.name), str | tuple | Person | Source | Document | Conversation)
        }
        return replace(noun, **changed)
    return noun


def _poisoned_run(run: Run, poison: str) -> Run:
    changed = poisoned(run, poison)
    assert isinstance(changed, Run)
    protocol = poisoned(run.protocol, poison)
    return replace(changed, protocol=protocol, options={f"end{poison}": poison})  # type: ignore[arg-type]


@pytest.mark.parametrize("poison", HOSTILE)
def test_whatever_mail_and_packs_say_nothing_in_the_page_acts(run: Run, poison: str) -> None:
    hostile = _poisoned_run(run, poison)
    assert hostile.findings[0].subject.endswith(poison)

    text = html.render(hostile, title=f"Report {poison}")

    tree = parse(text)
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= ELEMENTS
    assert {name for element in tree.iter() for name in element.attrib} <= ATTRIBUTES
    assert list(tree.iter(lxml_html.etree.Comment)) == []
    assert all(link.startswith("#") for link in tree.xpath("//@href"))
    assert len(tree.findall(".//article")) == len(run.findings)
    assert not re.search("[\0\x1b\x07\u202e\u202c\ufeff]", text)
    assert links_lead_somewhere(tree)


def test_template_braces_in_mail_are_text(run: Run) -> None:
    text = html.render(_poisoned_run(run, " {{7*7}}"))

    assert "{{7*7}}" in text
    assert "49" not in words_of(parse(text)).split()


def test_turned_text_is_shown_in_a_box(run: Run) -> None:
    tree = parse(html.render(_poisoned_run(run, " \u202egnp.exe")))

    assert "U+202E right-to-left override" in {words_of(box) for box in tree.xpath("//span[@class='odd']")}


def test_the_page_forbids_itself_everything_but_its_style(tree: lxml_html.HtmlElement, text: str) -> None:
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert tree.xpath("//script | //link | //img | //iframe | //object | //form | //*[@src]") == []
    assert "url(" not in text
    assert "@import" not in text


# --- everybody can read it -----------------------------------------------------------------------------------------------------


def links_lead_somewhere(tree: lxml_html.HtmlElement) -> bool:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href")} <= set(ids)
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    return True


def test_links_and_labels_lead_to_something_that_is_there_once(run: Run, tree: lxml_html.HtmlElement) -> None:
    conversation = invented.long_conversation(60)
    doubled = [_finding_on(run, conversation.messages[number]) for number in (9, 9, 50)]

    assert links_lead_somewhere(tree)
    assert links_lead_somewhere(parse(html.render(with_findings(run, *doubled, conversations=(conversation,)))))


def test_the_page_has_a_language_a_title_landmarks_and_headings_in_order(tree: lxml_html.HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]

    assert tree.get("lang") == "en-GB"
    assert tree.findtext(".//title") == "Findings under the Protocol on Member/Officer Relations"
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for landmark in ("header", "nav", "main", "footer"):
        assert len(tree.xpath(f"/html/body/{landmark}")) == 1
    assert tree.xpath("/html/body/*[1][self::a]/@href") == ["#main"]


def test_every_table_has_a_caption_and_headers_with_a_scope(tree: lxml_html.HtmlElement) -> None:
    assert tree.xpath("//table[not(caption)] | //th[not(@scope)]") == []


def _colours(css: str) -> Iterator[dict[str, str]]:
    for rules in re.findall(r":root \{(.*?)\}", css, re.DOTALL):
        yield dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", rules))


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_enough_in_light_in_dark_and_on_paper() -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1; 1.4.11: 3 to 1 for the focus ring."""
    schemes = list(_colours(STYLE.read_text(encoding="utf-8")))

    assert len(schemes) == 3
    for colours in schemes:
        colours = schemes[0] | colours
        pairs = [(ink, ground) for ink in ("ink", "quiet", "link", "strong") for ground in ("paper", "panel")]
        for ink, ground in [*pairs, ("mark-ink", "mark"), ("paper", "strong"), ("mark-line", "mark"), ("focus", "paper")]:
            lighter, darker = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (ink, ground, colours)


def test_messages_of_a_draft_alone_are_none(run: Run) -> None:
    """A run of publicity alone has no timeline, and its text is called a draft."""
    only = replace(run, findings=tuple(f for f in run.findings if f.document == invented.LEAFLET.id), conversations=())

    found = parse(html.render(only)).findall(".//article")

    assert len(found) == 3
    assert all("The draft" in words_of(each) and "The conversation" not in words_of(each) for each in found)
    assert isinstance(invented.REQUEST.messages[0], Message)
