"""How people and programs reach the rooms: parse, call one operation, render."""
