"""What becomes of a run: the page a monitoring officer reads, and the files that other tools read.

``html`` is the report in one self-contained page; ``jsonl`` holds findings and unread things, to write and to read back;
``sarif`` and ``text`` tell the findings of a draft, to an editor and to a terminal. All of them take nouns of ``domain`` and
give text: the same run gives the same bytes, with no clock and no network.

``words`` says things the same way in each of them, ``highlight`` marks evidence by character offset, ``page`` decides what
stands where in the HTML.
"""
