"""Who is the clinician: discovery, code with PKCE, tokens, roles."""
