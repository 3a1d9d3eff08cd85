"""Who works here, in which teams, for which clients, with which rights; what they are told; and the
tokens of programs that work.
"""
