"""What a broken script is, for the tests that go through them."""

from attrs import frozen

from tests.script.good_script import GOOD


@frozen
class Broken:
    """The good script with one piece replaced, and the problems as people then read them."""

    name: str
    old: str
    new: str
    shown: str

    @property
    def text(self) -> str:
        """The broken script."""
        assert self.old in GOOD
        return GOOD.replace(self.old, self.new, 1)
