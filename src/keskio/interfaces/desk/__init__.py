"""The desk: the pages agents and administrators work in.

A view parses, calls one operation or query inside a scope, and renders. Not here: decisions about
cases or the line (their rooms), and what other interfaces share (`look`).
"""
