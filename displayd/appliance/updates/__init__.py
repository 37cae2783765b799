"""New versions of the image: fetched and installed at quiet hours, kept only if they show a page."""
