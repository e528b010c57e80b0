"""Who works here: the user, the roles, sign-in and the audit log."""
