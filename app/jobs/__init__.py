"""Work that outlives a request: the row is the truth, the doorbell only wakes a worker.

rows         jobs, their events, the workers that are alive
queue        add, claim, heartbeat, finish: every write by the holder of the lease alone
doorbell     huey's storage carries ids, on SQLite or Redis
examination  what a worker does for a consultation's uploads
kept         what was measured before and still holds
ongoing      what a running job has found so far
experiment   what it does for an experiment that a person starts
offered      which experiments there are, and what they cost
tried        what came of one, as evidence
worker       a process with some slots, its heartbeats and its reaper
supervisor   keeps one worker running beside the server
"""
