"""``python -m checker``: the command line without an installed script."""

from checker.cli import main

if __name__ == "__main__":
    main()
