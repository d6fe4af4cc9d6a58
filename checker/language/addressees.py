"""Whom a clause of a protocol binds: member, officer, both, authority, or other.

Who acts is bound: the subject of an active verb, the agent of a passive one, else whoever does such an act in an authority. What
a clause leaves unsaid is carried over from the sentence before, its lead-in and its headings. ``grammar`` finds the main
clause; who does what stands in ``addressees.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from checker.language.grammar import (
    AUTHORITY,
    BOTH,
    MEMBER,
    NOBODY,
    OFFICER,
    OTHER,
    Clause,
    Noun,
    Words,
    belongs,
    clause_of,
    does,
    follows_preposition,
    is_finite,
    is_stop,
    lexicon,
    nouns_of,
    parties,
    place_before,
    sentences,
    singular,
    tokens,
    word_at,
    word_before,
)  # fmt: skip

# Who is bound, and how that was told.
Told = tuple[str, str]

_UNTOLD = (NOBODY, "")
# So many sentences of a clause are read, so many before it, and so many headings above it.
_SENTENCES, _BEFORE, _ABOVE = 8, 3, 4
_QUOTED = re.compile(r"[“\"][^”\"]{0,300}[”\"]")
_DEFINED = re.compile(
    r"\s*[“‘\"']([^”’\"']{1,80})[”’\"']\s+(?:\w+\s+){0,8}?(?:means?|includes?|(?:is|are)(?!\s+not)|extends|refers|relates|covers|has|have)\b",
    re.IGNORECASE,
)
# The authority under its initials: "The MWDA provides".
_INITIALS = re.compile(
    r"\b(?:[Tt]he\s+)?[A-Z]{3,6}\b(?=\s+(?:can|cannot|considers|expects|has|may|must|offers|provides|requires|shall|should|supports|will)\s)"
)
_LEADS = re.compile(r"[:–—-]\s*\Z")
# By which words a text says who its reader is.
_READERS = (
    (
        MEMBER,
        re.compile(
            r"\b(?:you (?:are|were|sit as)|as|being) (?:an? )?(?:\w+ )?(?:member|councillor)s?\b|\byou (?:are|were) elected\b"
            r"|\byour (?:group|ward|constituents?|portfolio|whip)\b"
        ),
    ),
    (
        OFFICER,
        re.compile(
            r"\byou (?:work for|are employed|(?:are|were) (?:an? |on the )?(?:\w+ )?(?:officer|staff|employee))"
            r"|\b(?:as|being) an? (?:\w+ )?(?:officer|employee|manager)\b"
            r"|\byour (?:line )?(?:manager|boss|head of|director|supervisor|team leader|job title)\b"
        ),
    ),
)


def counterpart(who: str) -> str:
    """The other side of the relation."""
    return {MEMBER: OFFICER, OFFICER: MEMBER}.get(who, who)


def bound(text: str, context: Sequence[str] = (), before: str = "") -> Told:
    """Whom a clause binds by its grammar, and how that was told.

    ``context`` are the headings and lead-ins above it, ``before`` the words of its paragraph before it.

    >>> bound("If a Member asks, the Clerk will advise.")
    ('officer', 'subject')
    >>> bound("respect and courtesy", ("Members can expect from Officers:",))
    ('officer', 'expected')
    """
    return _bound(text, [line[:2_000] for line in context[-_ABOVE:]], _split(before[-2_000:])[-_BEFORE:])


def acting(text: str) -> str:
    """Who is the subject of a clause's verb: member, officer, both, authority, other, or nobody."""
    found = sentences(text)[:1]
    subject = clause_of(found[0]).subject if found else None
    return subject.who if subject is not None and subject.is_party else NOBODY


def expected_of(line: str, subject: str = NOBODY) -> str:
    """Of whom a sentence expects something, or nobody; ``subject`` is who expects it where the words do not say.

    >>> expected_of("Members can expect from Officers:"), expected_of("Officers can expect Members:")
    ('officer', 'member')
    """
    words = tokens(line)
    named = parties(nouns_of(words))
    ends = {noun.end for noun in named}
    for place, word in enumerate(words):
        before, follows = word_at(words, place - 1), word_at(words, place + 1)
        if not does(word, "expecting") or not (belongs(before, "modals") or before in ("reasonably", "to") or place in ends):
            continue
        if word not in ("expect", "expects") and follows not in ("on", "to", "upon") and "from" not in words[place : place + 5]:
            continue
        if follows == "to" and word.startswith("expect"):  # "Officers can expect to be disciplined": of nobody
            continue
        if "us" in words[place : place + 4]:
            return AUTHORITY
        of = next((noun.who for noun in named if place < noun.start < place + 7), NOBODY)
        by = next((noun.who for noun in reversed(named) if noun.end <= place), subject)
        if of in (MEMBER, OFFICER) or by in (MEMBER, OFFICER):
            return of if of in (MEMBER, OFFICER) else counterpart(by)
    return NOBODY


def whose(line: str) -> str:
    """Of whom a heading or lead-in speaks: who is addressed, who does something, else who is named alone."""
    words = tokens(line)
    addressed = _addressed(words)
    if addressed != NOBODY:
        return addressed
    named = [noun for noun in nouns_of(words) if noun.kind == "party" and noun.who in (MEMBER, OFFICER, BOTH)]
    named = [noun for noun in named if singular(words[noun.end - 1]) != "group"]
    doing = [noun for noun in named if word_before(words, noun) in ("by", "for")] or named
    return _one_of(noun.who for noun in doing if word_before(words, noun) not in ("about", "against"))


def _one_of(found: Iterable[str]) -> str:
    """The only one of these, both if they differ, nobody if there is none."""
    who = set(found)
    return BOTH if len(who) > 1 else next(iter(who), NOBODY)


# --- the clause in its place ------------------------------------------------------------------------------------------------


def _bound(text: str, context: Sequence[str], before: Sequence[str]) -> Told:
    text = _INITIALS.sub("the authority", _headless(text, context).lstrip("-–•( "))
    defined = _defined(text)
    if defined != NOBODY:
        return defined, "definition"
    said = (sentences(_QUOTED.sub(" ", text)) or sentences(text))[:_SENTENCES]
    if not said:
        return BOTH, "anywhere"
    earlier = [words for sentence in before for words in sentences(_QUOTED.sub(" ", sentence))][-4:]
    clauses = [clause_of(words) for words in said if words[-1] != "?" and len(words) > 2] or [clause_of(said[0])]
    first = clauses[0]
    own = first.subject if first.subject is not None and first.subject.is_party else None
    acts = own is not None and _acts(first, own)
    wanted = next((who for who in map(expected_of, reversed(context)) if who != NOBODY), NOBODY)
    if wanted != NOBODY and not (text[:1].isupper() and acts):
        return wanted, "expected"
    leans = first.opener in ("elided", "infinitive", "order")
    is_item = bool(context) and bool(_LEADS.search(context[-1])) and not acts
    is_item = is_item and (text[:1].islower() or first.verb < 0 or leans)
    if is_item and first.subject is not None and first.verb >= 0:
        who, how = _decided(first, earlier, context)
        if who != NOBODY and how != "subject":
            return who, how
    if is_item:
        lead = _split(context[-1])
        who, how = _bound(lead[-1], context[:-1], lead[:-1][-_BEFORE:])
        if how == "text" and own is not None:  # "In this protocol: officer - ..."
            return own.who, "definition"
        if how != "anywhere":
            return who, how if how == "expected" else "lead"
    for order, clause in enumerate(clauses):
        who, how = _decided(clause, [*earlier, *said[:order]], context) if not (is_item and clause.opener == "order") else _UNTOLD
        if who != NOBODY:
            return who, how
    who, how = _joined(said, earlier, context)
    if who != NOBODY:
        return who, how
    is_scrap = own is None and first.verb < 0 and len(said[0]) < 6  # "For instance, by:"
    if before and (is_scrap or leans or first.opener in ("it", "such", "that", "this") or not text[:1].isupper()):
        who, how = _bound(before[-1], context, before[:-1])
        if how not in ("above", "anywhere"):
            return who, "before"
    return _above(said, context)


def _split(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?])\s+", text.strip()) if sentence] or [""]


def _headless(text: str, context: Sequence[str]) -> str:
    """A clause's words without its own heading before them."""
    heading = context[-1].strip() if context else ""
    rest = text[len(heading) :].lstrip() if heading and text.startswith(heading) else ""
    return rest if len(rest) > 20 and rest[:1].isupper() else text


def _defined(text: str) -> str:
    """Whom a definition is about, both if it defines no party, nobody if it is none."""
    match = _DEFINED.match(text)
    if match is None:
        return NOBODY
    term = nouns_of(tokens(match[1]))
    rest = [noun for noun in nouns_of(tokens(text[match.end() :])[:40]) if noun.start < 5]
    return next((noun.who for noun in (*parties(term), *parties(rest)) if noun.who != AUTHORITY), BOTH)


def _acts(clause: Clause, own: Noun) -> bool:
    """Whether a noun does something in an item; "Chief Executive;" in a list is only named."""
    return clause.verb >= 0 or not is_stop(word_at(clause.words, own.end))


def _joined(said: Sequence[Words], earlier: Sequence[Words], context: Sequence[str]) -> Told:
    """What a clause says that is joined to the first: "Hard cases can take longer, but you will be told why"."""
    for words in said:
        for place in range(4, len(words) - 4):
            if words[place] in ("and", "but", "so") and words[place - 1] == ",":
                who, how = _decided(clause_of(words[place:]), [*earlier, words[:place]], context)
                if who != NOBODY and how not in ("carried", "maker"):
                    return who, "joined"
    return _UNTOLD


def _above(said: Sequence[Words], context: Sequence[str]) -> Told:
    """What the clause leaves unsaid: from the heading, else from whoever is named at all."""
    heading = next((who for who in map(whose, reversed(context)) if who != NOBODY), NOBODY)
    if heading not in (BOTH, NOBODY):
        return heading, "above"
    oblique = ("about", "against", "from", "regarding", "to", "with")
    named = {noun.who for words in said for noun in parties(nouns_of(words)) if word_before(words, noun) not in oblique}
    who = _one_of((named - {AUTHORITY, OTHER}) or (named - {AUTHORITY}))
    return who if who != NOBODY else BOTH, "anywhere"


# --- the clause by itself ---------------------------------------------------------------------------------------------------


def _decided(clause: Clause, earlier: Sequence[Words], context: Sequence[str]) -> Told:
    """Whom a clause binds by itself, with what went before; nobody if it does not tell."""
    subject, opener, way = clause.subject, clause.opener, "subject"
    follows = word_at(clause.words, clause.after)
    if opener == "infinitive" or (opener in ("these", "those") and follows.endswith(("who", "ing"))):
        return _UNTOLD
    if opener in ("i", "order", "you"):
        return _reader(clause, earlier, context)
    if opener == "we":
        return _we(clause)
    if opener in ("it", "there", "this"):
        who, how = _embedded(clause)
        if who != NOBODY:
            return who, how
    if opener in ("elided", "he", "it", "none", "she", "such", "these", "they", "those", "which", "who", "whom"):
        condition = [clause.words[: clause.start]] if clause.start > 3 else []
        subject, way = _carried([*earlier, *condition], opener), "carried"
        if opener in ("it", "which") and subject is not None and subject.kind == "party":
            return _UNTOLD
    if subject is not None and subject.is_party:
        return _party(clause, subject, way)
    if opener == "this":
        return _controlled(clause)
    if _is_corporate(clause):
        return AUTHORITY, "authority"
    vested = _vested(clause)
    if vested != NOBODY:
        return vested, "vested"
    if subject is not None and subject.kind == "text":
        return _text(clause, subject)
    if subject is not None and subject.kind == "belonging":
        return _owner(clause, subject, earlier), "owner"
    if subject is not None and subject.kind == "owned" and not clause.participle:
        return subject.who, "owner"
    return _thing(clause, subject)


def _party(clause: Clause, subject: Noun, way: str) -> Told:
    """A party is the subject: bound, unless something is done to it or due to it."""
    words = clause.words
    rest = words[max(clause.verb, clause.after) :]
    if any(does(word, "suffering") for word in rest):
        return AUTHORITY, "authority"
    if {"claim", "entitled", "right", "rights"} & set(rest[:6]) and {"informed", "told"} & set(rest[:9]):
        return (subject.who, way) if clause.is_negative else (AUTHORITY, "entitled")
    expected = expected_of(" ".join(words[clause.start : clause.start + 30]), subject.who)
    if expected != NOBODY:
        return expected, "expected"
    if clause.participle:
        agent = clause.party_after(clause.passive + 1, "by")
        is_bidden = does(clause.participle, "bidden") and not does(clause.participle, "asking")
        is_barred = clause.is_negative and clause.has_modal and not is_bidden
        is_asked = clause.is_negative and clause.participle in ("asked", "pressed", "urged")
        is_served = does(clause.participle, "served") and (clause.has_modal or agent is not None or clause.participle != "given")
        if is_barred or is_asked or is_served:
            return (agent.who, "agent") if agent is not None else (counterpart(subject.who), "served")
    elif _is_given(clause):
        return counterpart(subject.who), "served"
    return subject.who, way


def _is_given(clause: Clause) -> bool:
    """Whether the subject gets what the other side gives: "Members get a reply", "Members should receive notice"."""
    for place in range(clause.after, min(clause.after + 5, len(clause.words))):
        if clause.words[place] in ("get", "gets", "receive", "receives"):
            given = (noun for noun in clause.nouns if place < noun.start < place + 5 and noun.kind == "thing")
            return (place == clause.verb + 1 and clause.words[place] == "receive") or any(noun.who == OFFICER for noun in given)
    return False


def _thing(clause: Clause, subject: Noun | None) -> Told:
    """No party is the subject: who makes the thing, gives it, or does to it what is said."""
    words, participle = clause.words, clause.participle
    done = clause.passive if participle else max(clause.verb, clause.after)
    for noun in clause.parties:  # "and not by a Member": what is denied is denied to the party named there
        near = words[max(done, noun.start - 5) : noun.start]
        if noun.start > done and "not" in near[-4:] and {"and", "but", ","} & set(near):
            return noun.who, "denied"
    if participle:
        agent, to = clause.party_after(done, "by"), clause.party_after(done, "to", "with")
        if agent is not None:
            return agent.who, "agent"
        if (to is not None and to.who == MEMBER) or does(participle, "officer"):
            return OFFICER, "act"
        if does(participle, "member") and (subject is None or subject.who != OFFICER):
            return MEMBER, "act"
    if _is_timed(words) and participle not in ("made", "put", "sent", "submitted"):
        return OFFICER, "timed"
    maker = clause.party_after(clause.after - 1, "by", "from")
    if subject is not None and subject.kind == "pressure":
        target = clause.party_after(clause.after - 1, "against", "at", "of", "on", "towards", "upon")
        if maker is not None or target is not None:
            return maker.who if maker is not None else counterpart(target.who if target is not None else NOBODY), "maker"
    if maker is not None and clause.after <= maker.start < (clause.verb if clause.verb >= 0 else clause.after + 8):
        return maker.who, "maker"
    if subject is None:
        return _embedded(clause) if not clause.opener else _UNTOLD
    acts = _acts(clause, subject) or any(does(word, "going") for word in words)
    return (subject.who, "thing") if acts and subject.who in (MEMBER, OFFICER, AUTHORITY) else _UNTOLD


def _is_timed(words: Words) -> bool:
    """Whether words set a time: "within ten working days". What has to be done in time, officers do, if nothing says who else."""
    spans = (words[at : at + 7] for at, word in enumerate(words) if word in ("inside", "within"))
    return any({"day", "days", "hour", "hours", "week", "weeks"} & set(span) for span in spans)


def _is_corporate(clause: Clause) -> bool:
    """Whether the authority itself acts: discipline, pay."""
    procedures = [at for at, word in enumerate(clause.words) if at > clause.after and word in ("capability", "disciplinary")]
    is_procedure = any({"code", "procedure", "procedures", "process"} & set(clause.words[at : at + 6]) for at in procedures)
    return is_procedure or does(clause.participle, "authority") or "case-by-case" in clause.words


def _vested(clause: Clause) -> str:
    """With whom something lies: "the power rests with the Council", "these are matters for Chief Officers"."""
    for noun in clause.parties:
        place = place_before(clause.words, noun)
        if place > clause.start and does(" ".join(clause.words[place - 1 : place + 1]), "vesting"):
            return noun.who
    return NOBODY


def _text(clause: Clause, subject: Noun) -> Told:
    """A text binds whom it controls; the protocol itself, and what is only cited, bind both."""
    who, how = _controlled(clause)
    if who != NOBODY:
        return who, how
    is_own = singular(clause.words[subject.end - 1]) in ("guide", "protocol")
    return (BOTH, "text") if is_own or not _acts(clause, subject) else _UNTOLD


def _controlled(clause: Clause) -> Told:
    """Whom a text or circumstance allows, prevents or binds: "nothing shall prevent a Chairman from"."""
    noun = next((noun for noun in clause.parties if noun.start >= clause.after), None)
    if noun is None:
        return _UNTOLD
    between = clause.words[clause.after : noun.start]
    return (noun.who, "control") if any(does(word.removesuffix("s"), "control") for word in between) else _UNTOLD


def _we(clause: Clause) -> Told:
    """What "we" ask of a party, it does; what we promise, officers do where it is an officer's act, else the authority."""
    for noun in clause.parties:
        if clause.after < noun.start <= clause.after + 4 and word_at(clause.words, noun.end) in ("not", "to"):
            return (noun.who, "control") if noun.who in (MEMBER, OFFICER, BOTH) else _UNTOLD
    if any(does(word, "serving") for word in clause.words[clause.after : clause.after + 5]):
        return OFFICER, "we"
    return (AUTHORITY, "we") if word_at(clause.words, clause.verb) in ("must", "shall", "will") else _UNTOLD


def _owner(clause: Clause, subject: Noun, earlier: Sequence[Words]) -> str:
    """Whose role, duty or right it is."""
    owner = next((noun for noun in clause.parties if noun.owns and noun.end < subject.start), None)
    owner = owner or clause.party_after(clause.after, "for", "of", "with")
    is_theirs = word_at(clause.words, subject.start - 1) in ("her", "his", "their")
    if is_theirs or (owner is None and clause.is_negative):  # "no right to see the file"
        owner = _carried(earlier, "they")
    return owner.who if owner is not None else NOBODY


def _embedded(clause: Clause) -> Told:
    """Whom a clause within the clause names: "it is for Officers to", "it is natural that Members will"."""
    words = clause.words
    for noun in clause.parties:
        if noun.start < clause.after:
            continue
        last, follows = word_before(words, noun), word_at(words, noun.end)
        near = {singular(word) for word in words[max(0, noun.start - 4) : noun.end + 3]}
        is_owner = (last == "of" or noun.owns) and bool(near & lexicon()["things"]["belonging"])
        if is_owner and {"privilege", "right"} & near and words[noun.end : noun.end + 2] == ("to", "receive"):
            return counterpart(noun.who), "entitled"
        if is_owner or (last in ("for", "let", "lets") and follows == "to"):
            return noun.who, "embedded"
        if clause.opener != "this" and (last == "that" or (last in ("where", "which") and is_finite(follows))):
            return noun.who, "embedded"
        is_object = not belongs(last, "prepositions") and "to" in words[max(0, noun.start - 4) : noun.start]
        if clause.opener == "it" and is_object:  # "it is not fair to send staff off"
            return counterpart(noun.who), "embedded"
    return _UNTOLD


# --- what is carried over ---------------------------------------------------------------------------------------------------


def _carried(earlier: Sequence[Words], opener: str) -> Noun | None:
    """The subject that goes on: the last noun before a modal or auxiliary, else the last sentence's own subject."""
    wants_party = opener in ("he", "none", "she", "they", "who", "whom")
    for words in reversed(earlier):
        nouns = nouns_of(words)
        named = parties(nouns)
        if opener in ("none", "which", "who", "whom"):
            if named if wants_party else nouns:
                return named[-1] if wants_party else nouns[-1]
            continue
        for noun in reversed(nouns):
            fits = not noun.owns and (not wants_party or (noun in named and noun.who != AUTHORITY))
            if fits and any(map(is_finite, words[noun.end : noun.end + 2])) and not follows_preposition(words, noun):
                return noun
        subject = clause_of(words).subject
        if subject is not None and (not wants_party or subject.kind == "party"):
            return subject
        if wants_party and named:
            return named[0]
    return None


def _reader(clause: Clause, earlier: Sequence[Words], context: Sequence[str]) -> Told:
    """Who "you" are: told by the words, by the heading, or by the party that you are told to deal with."""
    words = clause.words
    if word_at(words, clause.start) in ("refer", "see"):
        return _UNTOLD
    if any(does(word, "suffering") for word in words):
        return AUTHORITY, "authority"
    who = next((who for who in map(_addressed, (words, *reversed(earlier))) if who != NOBODY), NOBODY)
    if who == NOBODY:
        who = next((who for who in map(whose, reversed(context)) if who != NOBODY), NOBODY)
    if who in (BOTH, NOBODY):
        who = _other_side(clause.parties)
    if who == NOBODY and earlier:  # who is spoken of is not spoken to, unless the same sentence says "you"
        carried = _carried(earlier, "they")
        third = carried.who if carried is not None else NOBODY
        who = third if "you" in earlier[-1] else counterpart(third)
    verbs = words[clause.after : clause.after + 5]
    if clause.opener == "you" and ({"get", "receive"} & set(verbs) or does(clause.participle, "served")):
        return counterpart(who) if who not in (BOTH, NOBODY) else OFFICER, "served"
    if who == NOBODY and {"ask", "request"} & set(verbs):
        return MEMBER, "act"
    return who, "reader"


def _addressed(words: Words) -> str:
    """Whom a line addresses as "you", or lets speak as "I" of somebody else in a question."""
    line = " ".join(words)
    told = next((who for who, pattern in _READERS if pattern.search(line)), NOBODY)
    is_question = word_at(words, 0) == "q" or ("?" in words and bool({"i", "me", "my"} & set(words)))
    return told if told != NOBODY or not is_question else _other_side(parties(nouns_of(words)))


def _other_side(named: Sequence[Noun]) -> str:
    """Who speaks or is spoken to where one side alone is spoken of."""
    who = {noun.who for noun in named} & {MEMBER, OFFICER}
    return counterpart(next(iter(who))) if len(who) == 1 else NOBODY
