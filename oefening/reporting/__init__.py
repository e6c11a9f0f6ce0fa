"""From session files to report files."""
