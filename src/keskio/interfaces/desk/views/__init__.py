"""The desk's views, by noun; urls.py names them."""
