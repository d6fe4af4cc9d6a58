"""Many messages: reading a case set, planning by whole conversations, checking part by part, writing the run's folder.

A first pass reads headers alone and joins messages to conversations. The conversations are then read and checked in parts of
bounded size, so that memory does not grow with the mailbox; the parts are the same whatever order the files come in.
"""
