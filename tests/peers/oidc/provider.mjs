// A certified OpenID provider (npm oidc-provider) with a SMART exchange's front door, on loopback, for the tests.
// Prints one JSON line when it listens; ends when its standard input closes. Settings come as JSON in OP_SETTINGS:
// { clientId, scopes: [...], algorithm: "RS256" | "ES256" }
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';

console.info = console.warn = console.error; // the library's notices must not stand in the one line we print

const { Provider } = await import('oidc-provider');
const settings = JSON.parse(process.env.OP_SETTINGS);
const LIFE = 300; // seconds of an access token, as SMART servers commonly give

const front = createServer();
await new Promise((ready) => front.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${front.address().port}`;
const base = `${issuer}/fhir`;

const key = (kind, options, use) => ({ ...generateKeyPairSync(kind, options).privateKey.export({ format: 'jwk' }), ...use });

const provider = new Provider(issuer, {
  clients: [{
    client_id: settings.clientId,
    application_type: 'native', // a loopback address may then come with any port (RFC 8252 7.3)
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: ['http://127.0.0.1/callback'],
    id_token_signed_response_alg: settings.algorithm,
  }],
  jwks: {
    keys: [
      key('rsa', { modulusLength: 2048 }, { kid: 'rsa', use: 'sig', alg: 'RS256' }),
      key('ec', { namedCurve: 'P-256' }, { kid: 'ec', use: 'sig', alg: 'ES256' }),
    ],
  },
  scopes: settings.scopes,
  claims: { openid: ['sub'], profile: ['name'], fhirUser: ['fhirUser'] },
  conformIdTokenClaims: false, // SMART wants fhirUser in the id_token itself
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `ทดสอบ ${id}`, fhirUser: `${base}/Practitioner/${id}` }),
  }),
  pkce: { required: () => true },
  extraParams: ['aud'], // SMART's name of the exchange
  rotateRefreshToken: true,
  issueRefreshToken: (_, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  ttl: { AccessToken: LIFE, AuthorizationCode: 60, Grant: 3600, IdToken: LIFE, Interaction: 600, RefreshToken: 3600, Session: 3600 },
  cookies: { keys: ['of-this-test-only'] },
  features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
});
for (const event of ['authorization.error', 'grant.error', 'server_error']) {
  provider.on(event, (_, error) => console.error(event, error.error ?? error.message));
}

const answer = provider.callback();
const smart = (openid) => JSON.stringify({
  issuer,
  authorization_endpoint: openid.authorization_endpoint,
  token_endpoint: openid.token_endpoint,
  revocation_endpoint: openid.revocation_endpoint,
  code_challenge_methods_supported: openid.code_challenge_methods_supported,
  capabilities: ['launch-standalone', 'client-public', 'sso-openid-connect', 'permission-v2', 'permission-user', 'permission-offline'],
});
let smartDocument = '{}';
front.on('request', (request, response) => {
  if (request.url !== '/fhir/.well-known/smart-configuration') return answer(request, response);
  return response.writeHead(200, { 'content-type': 'application/json' }).end(smartDocument);
});
const openid = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
smartDocument = smart(openid);

process.stdin.resume().on('end', () => process.exit(0));
console.log(JSON.stringify({ base, issuer, userinfo: openid.userinfo_endpoint }));
