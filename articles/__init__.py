"""The content: articles and their revisions and editions, photos, sections, topics, authors."""
