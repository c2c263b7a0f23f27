"""Citations of provisions: finding them, and resolving them in the right draft."""
