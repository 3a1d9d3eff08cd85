"""The line: one work item for each case that waits for us, and who takes it."""
