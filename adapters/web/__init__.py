"""The web server: health and metrics, the routes that platforms call, and the website."""
