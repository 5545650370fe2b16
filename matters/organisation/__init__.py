"""The organisation (组织机构): bodies, posts, people, what they lend, and its changes."""
