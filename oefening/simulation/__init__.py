"""Teams, response cell and observers that play by themselves, for demonstrations and for tests of scripts."""
