"""Settings as text: taken out, compared, and put in by the same operations as at the desk.

A section says how its rows are read and put; which sections there are stands in registry.py.
"""
