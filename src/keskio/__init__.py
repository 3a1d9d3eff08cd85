"""Keskiö: customer service with the customer at the centre."""

__version__ = "0.1.0"
