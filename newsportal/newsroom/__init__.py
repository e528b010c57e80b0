"""The newsroom: the AdminSite, its start page, and verbs that join packages."""
