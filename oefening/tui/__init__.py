"""The exercise room on a screen: Textual screens over seats. They see an exercise only from a seat."""
