"""The laws of a table that several people share: one pen, and what is proposed for it."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from oefening.engine.answers import Choice
from oefening.net.shared_seat import SharedSeat
from oefening.views.participant import BoardView, ClockView, ProposalView, TeamView

DEVICES = ("a" * 32, "b" * 32, "c" * 32)
POINTS = ("eerste", "tweede")
devices, points = st.sampled_from(DEVICES), st.sampled_from(POINTS)


def a_proposal(device: str, point: str, option: str = "open") -> ProposalView:
    """What a device proposes."""
    return ProposalView(device[0], point, option, Choice(option), "")


def a_view() -> TeamView:
    """What a team sees."""
    clock = ClockView("Proef", 0, "07:30", "ma", 8, True, True, False)  # type: ignore[arg-type]
    return TeamView(clock, "", "beleid", "Beleid", (), "", "", (), (), (), BoardView(()), (), ())


class ATable(RuleBasedStateMachine):
    """People who sit down, leave, take the pen, propose and decide, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.table = SharedSeat()
        self.present: list[str] = []
        self.took: list[str] = []
        self.proposed: dict[tuple[str, str], str] = {}

    @rule(device=devices)
    def sit_down(self, device: str) -> None:
        self.table = self.table.with_member(device, device[0])
        self.present = [*(other for other in self.present if other != device), device]
        self.took = self.took or [device]

    @rule(device=devices)
    def leave(self, device: str) -> None:
        pen = self.table.pen_holder
        self.table = self.table.without_member(device)
        self.present = [other for other in self.present if other != device]
        assert self.table.pen_holder == pen

    @rule(device=devices)
    def take_the_pen(self, device: str) -> None:
        if device in self.present:
            self.table = self.table.with_pen_holder(device)
            self.took.append(device)
            assert self.table.present_holder == device

    @rule(device=devices, point=points, option=st.sampled_from(["open", "wacht"]))
    def propose(self, device: str, point: str, option: str) -> None:
        holder, pen = self.table.present_holder, self.table.pen_holder
        self.table = self.table.with_proposal(device, a_proposal(device, point, option))
        self.proposed[device, point] = option
        assert (self.table.present_holder, self.table.pen_holder) == (holder, pen)

    @rule(point=points)
    def decide(self, point: str) -> None:
        self.table = self.table.without_proposals(point)
        self.proposed = {key: option for key, option in self.proposed.items() if key[1] != point}

    @invariant()
    def the_pen_is_with_who_took_it_last(self) -> None:
        assert self.table.pen_holder == (self.took[-1] if self.took else "")

    @invariant()
    def at_most_one_has_it_and_sits_at_the_table(self) -> None:
        holder = self.table.present_holder
        assert holder == ("" if self.table.pen_holder not in self.present else self.table.pen_holder)
        mine = [device for device in self.present if self.shown(device) == (True, device[0])]
        assert len(mine) <= 1

    @invariant()
    def everyone_sits_once_in_the_order_in_which_they_sat_down(self) -> None:
        assert [device for device, _name in self.table.members] == self.present

    @invariant()
    def each_proposed_once_for_each_decision(self) -> None:
        assert {(who, made.point): made.text for who, made in self.table.proposals} == self.proposed
        assert len(self.table.proposals) == len(self.proposed)

    @invariant()
    def all_see_the_same_pen(self) -> None:
        pens = {self.shown(device)[1] for device in self.present}
        assert len(pens) <= 1
        assert not self.table.present_holder or all(
            self.shown(device)[0] is (device == self.table.present_holder)
            for device in self.present
            if len(self.present) > 1
        )

    def shown(self, device: str) -> tuple[bool, str]:
        """Whether a device sees the pen as its own, and with whom it sees it."""
        table = self.table.add_to_view(device, a_view()).shared_seat
        return (table.has_pen, table.pen) if table else (True, device[0] if self.table.present_holder else "")


TestATable = ATable.TestCase


@given(devices, devices)
def test_who_sits_alone_sees_no_table(one: str, other: str) -> None:
    view = a_view()
    table = SharedSeat().with_member(one, "Ann").with_proposal(other, a_proposal(other, "eerste"))
    assert table.add_to_view(one, view) is view


def test_a_loss_leaves_the_pen_and_another_can_take_it() -> None:
    ann, bob, _eve = DEVICES
    table = SharedSeat().with_member(ann, "Ann").with_member(bob, "Bob").without_member(ann)
    assert (table.pen_holder, table.present_holder) == (ann, "")
    assert table.with_member(ann, "Ann").present_holder == ann
    assert table.with_pen_holder(bob).with_member(ann, "Ann").present_holder == bob


def test_who_comes_back_under_another_name_is_the_same_one() -> None:
    table = SharedSeat().with_member(DEVICES[0], "Ann").with_member(DEVICES[0], "Anna")
    assert table.members == ((DEVICES[0], "Anna"),)
