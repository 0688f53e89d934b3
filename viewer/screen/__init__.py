"""The window: Qt draws what view has put into words. Only here and in app is Qt known."""
