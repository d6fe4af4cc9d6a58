"""What becomes of a run: the page a monitoring officer reads, and the files that other tools read.

``html`` is the report in self-contained pages, one or, if it is large, several; ``jsonl`` holds findings and unread things, to
write and to read back; ``sarif`` and ``text`` tell the findings of a draft, to an editor and to a terminal. All of them take
nouns of ``domain`` and give text: the same run gives the same bytes, with no clock and no network.

``words`` says things the same way in each of them, ``highlight`` marks evidence by character offset. What stands where in the
HTML is decided by ``page``, from the protocol's clauses (``tree``), the same findings in other orders (``register``), each
finding as it is printed (``entries``) and the documents (``shelf``); ``pictures`` and ``charts`` draw, ``measured`` and
``standing`` say how often the like was right and what other protocols have against it.
"""
