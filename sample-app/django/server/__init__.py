"""The site: settings out of the environment, addresses, health and the entry point of the application server."""
