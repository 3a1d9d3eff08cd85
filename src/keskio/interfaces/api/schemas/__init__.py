"""What the API shows and takes, field by field."""
