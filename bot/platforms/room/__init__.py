"""The local room: a chat of our own, where Pouce can be tried and its stories played."""
