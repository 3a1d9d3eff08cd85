"""The `keskio` command, a module for each of its words; `up` is in config, which sees all."""
