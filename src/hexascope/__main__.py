"""`python -m hexascope` is the same as `hexascope`."""

from hexascope.cli.main import main

if __name__ == "__main__":
    main()
