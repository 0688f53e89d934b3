"""A small OpenID provider: one public client, authorization code with PKCE, rotating refresh tokens."""
