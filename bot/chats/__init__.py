"""The real chats, put together: what each of their doors and voices stands on."""
