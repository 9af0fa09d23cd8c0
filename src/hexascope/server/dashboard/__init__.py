"""The dashboard as a browser gets it: its built files, its page, and the addresses of its pages."""
