"""Files that people send: received in pieces, kept apart, checked, and forgotten in time.

intake     a new upload, its bytes in any number of pieces, its completion
quota      how much may come in
tus        the headers of the resumable protocol
roles      which artifact a file provides among the others of its consultation
shown      uploads as plain data in the reader's language
pasted     a log or code inside a message is a file too
retention  what is old or deleted leaves the disk
"""
