"""The pure core: commands in, events out, state folded from events.

`decide(plan, state, command)` answers what a person or the clock asks with events (facts) or a refusal;
`evolve(plan, state, event)` folds one event into the state. There is no other way to change a state, and nothing
here does I/O, reads a clock or draws a random number: the same script and the same events give the same state on
every machine. Levels are integers over the plan's denominator; no float occurs anywhere.
"""
