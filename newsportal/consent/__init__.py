"""A reader's choice about what may be stored and loaded: the notice, the choice, the receipt.

The notice is the same HTML for everybody, hidden; a script shows it where no choice is stored.
What there is to choose stands in `registry`. What an optional purpose does is left to its owner,
who asks the cookie `consent` first.
"""
