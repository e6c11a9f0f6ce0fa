"""The colour themes. Style sheets use their variables ($primary, $error …), never a colour of their own."""

from textual.theme import Theme

THEMES = (
    Theme("donker", primary="#56B4E9", secondary="#9AA7B5", accent="#CC79A7", success="#33C39B", warning="#F0B429",
          error="#FF7A59", background="#10161D", surface="#17202A", panel="#22303D", foreground="#E6EDF3", dark=True),
    Theme("licht", primary="#005A9C", secondary="#51606F", accent="#8F3B76", success="#00724F", warning="#8A5A00",
          error="#B3320B", background="#FAFAF7", surface="#F0F0EB", panel="#DFE3E6", foreground="#1B232B", dark=False),
    Theme("hoog contrast", primary="#FFFF00", secondary="#FFFFFF", accent="#00FFFF", success="#00FF7F",
          warning="#FFD700", error="#FF8C69", background="#000000", surface="#000000", panel="#000000",
          foreground="#FFFFFF", dark=True),
)  # fmt: skip
"""The three sets of colours; success and error differ in brightness too, for the colour-blind."""
