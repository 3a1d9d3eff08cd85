"""Long trials that look for what a test suite is too short to meet; `make soak` runs them."""
