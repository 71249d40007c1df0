"""The local room as it is run: its chat kept in the store, its clock in hand, its beginnings."""
