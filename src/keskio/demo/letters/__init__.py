"""What the customers wrote and what they were answered, client by client.

In the texts a blank line parts two paragraphs and a `|` begins a line; other line ends are ours.
"""
