"""The need and all that is said about it: cases and what they carry, conversations, messages,
time spent.

Not here: how a message travels (channels), who takes the case next (routing).
"""
