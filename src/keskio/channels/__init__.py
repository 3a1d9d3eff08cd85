"""Channels: the adapters by which words come in and go out.

Here live the inbound form that every channel parses to, the transports, and what was sent and
whether it arrived. What is said belongs to `cases`; which addresses are ours, to `clients`.
"""
