"""Settings, addresses, who hears what, and the server: the only place that sees everything."""
