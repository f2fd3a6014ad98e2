import type { Client } from '@hubspot/api-client';
import type { Instant } from '../domain/model.ts';

export type HubSpotAuth =
  | { readonly kind: 'token'; readonly accessToken: string }
  | { readonly kind: 'oauth'; readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };

/** Tokens are renewed this long before HubSpot's own `expires_in`, because a call in flight must not outlive its token. */
const renewEarlyMs = 60_000;

export type Tokens = {
  /** A usable access token; renews at most once at a time. Throws the client's error when HubSpot refuses. */
  current(now: Instant): Promise<string>;
  /** Forgets the token, so that the next call renews. False when there is nothing to renew (a static token). */
  invalidate(): boolean;
};

export function createTokens(auth: HubSpotAuth, client: Client): Tokens {
  if (auth.kind === 'token') return { current: () => Promise.resolve(auth.accessToken), invalidate: () => false };
  let held: { readonly token: string; readonly until: Instant } | null = null;
  let renewing: Promise<string> | null = null;

  const renew = async (now: Instant): Promise<string> => {
    const answer = await client.oauth.tokensApi.create('refresh_token', undefined, undefined, auth.clientId, auth.clientSecret, auth.refreshToken);
    held = { token: answer.accessToken, until: now + answer.expiresIn * 1_000 - renewEarlyMs };
    return answer.accessToken;
  };

  return {
    current(now) {
      if (held !== null && held.until > now) return Promise.resolve(held.token);
      renewing ??= renew(now).finally(() => (renewing = null));
      return renewing;
    },
    invalidate() {
      held = null;
      return true;
    },
  };
}
