"""What differs between databases: how to connect, whose clock counts, who may migrate.

One file a dialect, with the name that SQLAlchemy gives it.
"""
