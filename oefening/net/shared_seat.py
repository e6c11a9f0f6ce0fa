"""A team's seat shared by several laptops: who has the pen, and what the others proposed. Pure.

Several laptops would otherwise decide for the team at the same time, and the last answer would silently win.
"""

from attrs import evolve, frozen

from oefening.views.participant import ProposalView, SharedSeatView, TeamView


@frozen
class SharedSeat:
    """`members` are the connected devices with the names people gave, in order of joining; `proposals` are by device.

    `pen_holder` is the device that decides for the team, even while it is disconnected; empty before the first joined.
    """

    members: tuple[tuple[str, str], ...] = ()
    pen_holder: str = ""
    proposals: tuple[tuple[str, ProposalView], ...] = ()

    @property
    def present_holder(self) -> str:
        """The pen holder if it is connected, otherwise empty: then anyone may decide."""
        return self.pen_holder if self.pen_holder in dict(self.members) else ""

    def with_member(self, device_id: str, name: str) -> "SharedSeat":
        """With another member; the first one gets the pen."""
        others = tuple(member for member in self.members if member[0] != device_id)
        return evolve(self, members=(*others, (device_id, name)), pen_holder=self.pen_holder or device_id)

    def without_member(self, device_id: str) -> "SharedSeat":
        """Without a member. It keeps the pen until another takes it: lost connections mostly come back."""
        return evolve(self, members=tuple(member for member in self.members if member[0] != device_id))

    def with_pen_holder(self, device_id: str) -> "SharedSeat":
        """With the pen given to a device."""
        return evolve(self, pen_holder=device_id)

    def with_proposal(self, device_id: str, proposal: ProposalView) -> "SharedSeat":
        """With a proposal, which replaces one by the same device for the same decision point."""
        kept = tuple(entry for entry in self.proposals if (entry[0], entry[1].point) != (device_id, proposal.point))
        return evolve(self, proposals=(*kept, (device_id, proposal)))

    def without_proposals(self, point: str) -> "SharedSeat":
        """Without the proposals for a decision point that was decided."""
        return evolve(self, proposals=tuple(entry for entry in self.proposals if entry[1].point != point))

    def name_of(self, device_id: str) -> str:
        """The name of a member; empty for a device that is not connected."""
        return dict(self.members).get(device_id, "")

    def add_to_view(self, device_id: str, view: TeamView) -> TeamView:
        """The team's view with the shared seat as this device sees it; unchanged for a single member."""
        if len(self.members) < 2:
            return view
        names = tuple(name for _device, name in self.members)
        proposals = tuple(proposal for _device, proposal in self.proposals)
        mine = self.present_holder in ("", device_id)
        return evolve(view, shared_seat=SharedSeatView(names, self.name_of(self.present_holder), mine, proposals))
