"""Exploring: every path of play of a script, how its goals can come out, and which decisions that depends on.

In the order in which to read:
- what can be answered, and what depends on what: `answer_space`, `dependencies`;
- a state of play, in two parts: `control_state`, `indicator_states`;
- the graph of all states: `search` (begin here for how it works), `condition_reader`, `state_graph`;
- what a graph says: `backward_induction`, `dominance`, `expected_effects`, `witness_paths`, `sampled_paths`;
- a whole script: `exploration`, `unreachable_parts`, and what is weak in it: `finders`, `workload`, `decision_tree`;
- an exercise that was played, and what else could have been: `counterfactual`, `snapshot`, `regret`.

Pure: no clock, no file, no random number of its own; whoever calls gives the time budget and the random numbers.
"""
