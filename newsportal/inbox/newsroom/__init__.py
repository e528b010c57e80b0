"""The staff inbox as pages of the newsroom; each module is mixed into `inbox.admin`."""
