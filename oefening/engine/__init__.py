"""The pure core: commands in, events out, state folded from events.

`handle_command(compiled, state, command)` answers what a person or the clock asks with events or with a refusal;
`apply_event(compiled, state, event)` gives the state after an event. There is no other way to change a state. Nothing
here does I/O, reads a clock or draws a random number: the same script and the same events give the same state on every
machine. Levels are integers over one denominator per script; no float occurs anywhere.
"""
