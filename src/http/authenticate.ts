/** From the words of a request (its token and its purpose) to the caller it comes from. */
import { callerFromToken, withAreaId, type Caller, type TokenVerifier } from '../access/index.js';
import { HubError, type UnitId } from '../values/index.js';

export interface SignedIn {
  readonly caller: Caller;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Credentials {
  /** `Bearer …` */
  readonly authorization: string | undefined;
  readonly purpose: string | undefined;
}

/** The unit that an area's code means today. */
export type LocateArea = (code: string) => Promise<UnitId | undefined>;

/** Answers undefined for a request without a token: introspection needs none.
 *  @throws HubError UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT (see `callerFromToken`), SOURCE_UNAVAILABLE */
export type Authenticate = (credentials: Credentials) => Promise<SignedIn | undefined>;

/** How long a looked-up area counts: codes change hands on days announced months before. */
const AREA_MAX_AGE_MS = 60_000;

export function createAuthenticate(verifier: TokenVerifier, locateArea?: LocateArea): Authenticate {
  const areas = new Map<string, { readonly id: Promise<UnitId | undefined>; readonly until: number }>();

  function areaIdOf(code: string, locate: LocateArea): Promise<UnitId | undefined> {
    const known = areas.get(code);
    if (known !== undefined && Date.now() < known.until) return known.id;
    const id = locate(code);
    areas.set(code, { id, until: Date.now() + AREA_MAX_AGE_MS });
    id.catch(() => areas.delete(code));
    return id;
  }

  return async ({ authorization, purpose }) => {
    if (authorization === undefined || authorization === '') return undefined;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined)
      throw new HubError('UNAUTHENTICATED', 'Send the access token as: Bearer <token>.');
    const { claims, expiresAt } = await verifier.verify(token);
    const caller = callerFromToken(claims, purpose);
    if (caller.area === undefined || locateArea === undefined) return { caller, expiresAt };
    const id = await areaIdOf(caller.area.code, locateArea);
    if (id === undefined)
      throw new HubError('FORBIDDEN', 'The area of this token is no administrative unit of today.');
    return { caller: withAreaId(caller, id), expiresAt };
  };
}
