"""The program, also as `python -m oefening`."""

from oefening.cli import main

if __name__ == "__main__":
    main()
