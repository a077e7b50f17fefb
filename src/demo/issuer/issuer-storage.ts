/** The storage that the issuer library asks for. Client-credentials tokens are JWTs and need none, so it keeps nothing. */
import type { Adapter } from 'oidc-provider';

export function createIssuerStorage(): (model: string) => Adapter {
  const nothing: Adapter = {
    upsert: () => Promise.resolve(),
    find: () => Promise.resolve(undefined),
    findByUserCode: () => Promise.resolve(undefined),
    findByUid: () => Promise.resolve(undefined),
    consume: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
    revokeByGrantId: () => Promise.resolve(),
  };
  return () => nothing;
}
