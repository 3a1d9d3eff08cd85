"""Whom the clients serve, and by which addresses they are recognised."""
