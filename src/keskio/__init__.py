"""Keskiö: customer service with the customer at the centre."""
