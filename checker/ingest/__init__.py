"""Reading: bytes that somebody gave, to documents, with every byte accounted for.

What was not read is named with the reason; nothing is passed over in silence. All that is read is taken for hostile: sizes,
depths and times are bounded, nothing is executed, nothing is fetched.

    containers      files and folders given: what is in them, unpacked where need be; counts of what was read and not
    packed/         one module a kind of packed file: zip, tar, single compressed files, Outlook stores
    limits          how much is read of one thing at most
    child           a process of its own for what may crash, hang or eat memory
    mail/           one module a format of mail: mbox, eml, msg, emlx
    composing       a message as Outlook keeps it, written as others do
    rtf             rich text, as Outlook packs it into messages and as people write drafts in it
    mime            a message's bytes to a Message: the text that its reader sees, marks, zones, attachments
      parts         what a message consists of, and what its parts hold once decoded
    headers         what a header says; read alone to plan conversations, or as a part of reading a message
      fields        where a header ends, and its fields
      encoded_words, addresses, dates, recipients      how fields are understood
    html            HTML to text and marks, for mail and drafts
      taming        hostile HTML made tame before a parser sees it
      css           what style sheets say of size, colour, weight and sight
      quoting       which parts of an HTML mail are quoted, forwarded or a signature
    charsets        bytes to text
    wording         words by which mail is told from other text, and one kind of mail from another
    drafts/         one module a format of publicity
    unreadable      what a reader raises when it cannot read

Mail is parsed here, and not by the standard library's ``email``: that takes a message apart by recursion and in copies, which a
hostile message can exhaust, and it raises on some malformed headers. Tests hold the two against each other.
"""
