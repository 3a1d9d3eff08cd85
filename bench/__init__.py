"""What docs/performance.md shows, measured again: `make bench`."""
