"""How a command says that it cannot."""


class CannotGoOn(Exception):
    """What stands in the way, in one line for who typed the command."""
