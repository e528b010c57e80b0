"""Running the portal: serving it, its background tasks, its health and its demo content."""
