"""The demo world: three companies and a dozen agents, made of the rooms' operations."""
