"""Who works here, for which clients, with which rights; and the tokens of programs that do."""
