"""Material of other sites in an article: whose it is, and what stands there until it is loaded.

A text knows an embed by its address alone. Which providers there are, and what frame an address
becomes, the administrator says in rows of `Provider`; an address that no provider knows stays a
plain link. Nothing here asks another site for anything.
"""
