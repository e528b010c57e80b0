"""What readers send, and the desk that reads it.

A message is stored before anything else happens; a mail that tells the desk follows as a task.
Nothing about the sender is kept but what the sender wrote.
"""
