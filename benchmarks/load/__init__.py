"""What people do to a server, for locust."""
