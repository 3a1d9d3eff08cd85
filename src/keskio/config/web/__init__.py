"""What stands between the network and Django: bodies, files, static files."""
