"""Submits guests' requests to the exercise in batches, and retries while the log cannot be written.

Every write to the log waits for the disk. Requests that come in during one turn of the event loop therefore share a
write. None is answered before it is durable.
"""

import asyncio
from collections.abc import Callable

from attrs import frozen

from oefening.engine.commands import Command
from oefening.net.guest_connection import GuestConnection
from oefening.session.exercise import LiveExercise
from oefening.session.session import RequestOrigin
from oefening.store.log import LogError
from oefening.text.translation import _

LOG_RETRY_INTERVAL = 2.0
"""Seconds between attempts to write what could not be written (a full disk)."""


@frozen
class PendingRequest:
    """A command that was received but not submitted yet. `number` is the guest's number for it."""

    connection: GuestConnection
    number: int
    command: Command
    origin: RequestOrigin


class RequestQueue:
    """The requests to submit. `answer` gets each one's refusal, empty where it was granted and is durable.

    `report_trouble` gets a Dutch sentence when the log fails, `report_error` a request that raised an exception.
    """

    def __init__(
        self,
        exercise: LiveExercise,
        answer: Callable[[PendingRequest, str], None],
        report_trouble: Callable[[str], None],
        report_error: Callable[[PendingRequest], None],
    ) -> None:
        self._exercise, self._answer = exercise, answer
        self._report_trouble, self._report_error = report_trouble, report_error
        self._pending: list[PendingRequest] = []
        self._log_failing = False

    def add(self, request: PendingRequest) -> None:
        """Adds a request; it is submitted at the end of this turn of the event loop."""
        if not self._pending:
            asyncio.get_running_loop().call_soon(self._submit_pending)
        self._pending.append(request)

    def flush(self) -> None:
        """Submits the pending requests now. Called before the exercise clock moves: they were made before that.

        Does nothing while the log fails: the clock ticks often, and a full disk is retried at its own interval.
        """
        if not self._log_failing:
            self._submit_pending()

    def _submit_pending(self) -> None:
        batch, self._pending = self._pending, []
        if not batch:
            return
        try:
            refusals = self._submit(batch)
        except LogError as error:
            if not self._log_failing:
                self._report_trouble(error.message)
            self._log_failing = True
            self._pending = [*batch, *self._pending]
            asyncio.get_running_loop().call_later(LOG_RETRY_INTERVAL, self._submit_pending)
            return
        self._log_failing = False
        for request, refusal in zip(batch, refusals, strict=True):
            self._answer(request, refusal)

    def _submit(self, batch: list[PendingRequest]) -> list[str]:
        """The refusal of each request, empty where granted. One that raises an exception does not harm the others.

        Raises:
            LogError: the log could not be written; nothing happened.
        """
        try:
            return self._exercise.submit_all([(each.connection.seat_id, each.command, each.origin) for each in batch])
        except LogError:
            raise
        except Exception:
            # One by one, to find the one at fault.
            if len(batch) > 1:
                return [self._submit([each])[0] for each in batch]
            self._report_error(batch[0])
            return [_("Dit kan niet worden verwerkt.")]
