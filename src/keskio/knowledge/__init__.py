"""What can be found again: the index that search reads, and how what people type is understood.

The index knows documents, not what they are: whoever owns a noun says what of it is to be found
(cases does for messages and customers), and reads what was found anew, for whoever asks.
"""
