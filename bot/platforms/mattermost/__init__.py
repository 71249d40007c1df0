"""Mattermost, as old as people run it: what they do there becomes events, what Pouce says becomes posts."""
