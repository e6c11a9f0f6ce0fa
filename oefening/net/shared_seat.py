"""Those who share a team's seat: who has the pen, and what the others put before them. Pure."""

from attrs import evolve, frozen

from oefening.views.participant import ProposalView, SharedSeatView, TeamView


@frozen
class SharedSeat:
    """One team's table. `members` are devices with the names people gave, in the order in which they sat down.

    `pen` is the device that decides for the team, also while it is away; empty where nobody took it yet. `proposals`
    are by device.
    """

    members: tuple[tuple[str, str], ...] = ()
    pen_holder: str = ""
    proposals: tuple[tuple[str, ProposalView], ...] = ()

    @property
    def present_holder(self) -> str:
        """Who can decide now: the device with the pen, where it is at the table."""
        return self.pen_holder if self.pen_holder in dict(self.members) else ""

    def with_member(self, device: str, name: str) -> "SharedSeat":
        """With someone who sat down; the first one gets the pen."""
        others = tuple(member for member in self.members if member[0] != device)
        return evolve(self, members=(*others, (device, name)), pen_holder=self.pen_holder or device)

    def without_member(self, device: str) -> "SharedSeat":
        """Without someone. The pen stays theirs until another takes it: connections are lost and come back."""
        return evolve(self, members=tuple(member for member in self.members if member[0] != device))

    def with_pen_holder(self, device: str) -> "SharedSeat":
        """With the pen in someone else's hand."""
        return evolve(self, pen_holder=device)

    def with_proposal(self, device: str, proposal: ProposalView) -> "SharedSeat":
        """With a proposal, in place of what the same one proposed for the same decision."""
        kept = tuple(entry for entry in self.proposals if (entry[0], entry[1].point) != (device, proposal.point))
        return evolve(self, proposals=(*kept, (device, proposal)))

    def without_proposals(self, point: str) -> "SharedSeat":
        """Without the proposals for a decision that was made."""
        return evolve(self, proposals=tuple(entry for entry in self.proposals if entry[1].point != point))

    def name_of(self, device: str) -> str:
        """What someone at the table called themselves; empty for who is not there."""
        return dict(self.members).get(device, "")

    def add_to_view(self, device: str, view: TeamView) -> TeamView:
        """A team's view with the table as one of them sees it; unchanged for who sits alone."""
        if len(self.members) < 2:
            return view
        names = tuple(name for _device, name in self.members)
        proposals = tuple(proposal for _device, proposal in self.proposals)
        mine = self.present_holder in ("", device)
        return evolve(view, shared_seat=SharedSeatView(names, self.name_of(self.present_holder), mine, proposals))
