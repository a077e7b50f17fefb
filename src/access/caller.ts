/** Who is asking. A Caller is made from a verified token once a request and is what every use case and store is handed:
 *  nothing below the HTTP layer ever sees a token. */
import { HubError, textProblem, type UnitId } from '../values/index.js';
import { purposeOfRequest, purposeShowsPersonalData, purposesFrom, type Purpose } from './purpose.js';

export const ROLES = ['monitor', 'officer', 'approver', 'treasurer', 'auditor', 'adapter'] as const;

export type Role = (typeof ROLES)[number];

export interface CallerArea {
  /** The administrative unit's code, as the token says it. */
  readonly code: string;
  /** The unit that has this code today; absent where nobody has looked it up. */
  readonly id?: UnitId;
}

export interface Caller {
  readonly subject: string;
  readonly clientId: string;
  readonly roles: readonly Role[];
  /** Undefined means the whole country, for the roles that see it (see `scopeOf`). */
  readonly area?: CallerArea;
  /** The institution's code; `NAPAS` stands for every `NAPAS:<bin>`. */
  readonly institution?: string;
  readonly purposes: readonly Purpose[];
  /** The purpose of this request; undefined when the caller named none and has several, or none. */
  readonly purpose?: Purpose;
  /** Whether personal ids, account numbers, names and dates of birth are shown whole. */
  readonly showsPersonalData: boolean;
}

/** The claims of a verified access token that the hub reads. */
export interface TokenClaims {
  readonly sub?: string;
  readonly client_id?: unknown;
  readonly roles?: unknown;
  readonly area?: unknown;
  readonly institution?: unknown;
  readonly purposes?: unknown;
}

/** The roles whose rows are bound to an area: a token of theirs without one is refused, not widened. */
const AREA_ROLES: readonly Role[] = ['officer', 'approver', 'treasurer'];

/** The caller that a verified token speaks for, frozen.
 *  @param purposeHeader `Purpose-Of-Use` of the request, or `purposeOfUse` of the connection
 *  @throws HubError UNAUTHENTICATED without a subject or with a name that cannot be kept; FORBIDDEN for a token that holds no role of the hub, mixes
 *          an adapter's role with a person's, or lacks the area or institution its role needs, and for a purpose it
 *          does not hold; BAD_USER_INPUT for an unknown purpose */
export function callerFromToken(claims: TokenClaims, purposeHeader?: string): Caller {
  if (typeof claims.sub !== 'string' || claims.sub === '') {
    throw new HubError('UNAUTHENTICATED', 'The token names no subject.');
  }
  refuseUnkeepableNames(claims);
  const words = wordsOf(claims.roles);
  const roles = ROLES.filter((role) => words.includes(role));
  const area = wordOf(claims.area);
  const institution = wordOf(claims.institution);
  refuseUnsoundRoles(roles, area, institution);
  const purposes = purposesFrom(wordsOf(claims.purposes));
  const purpose = purposeOfRequest(purposes, purposeHeader);
  return Object.freeze({
    subject: claims.sub,
    clientId: wordOf(claims.client_id) ?? claims.sub,
    roles: Object.freeze(roles),
    ...(area === undefined ? {} : { area: Object.freeze({ code: area }) }),
    ...(institution === undefined ? {} : { institution }),
    purposes: Object.freeze(purposes),
    ...(purpose === undefined ? {} : { purpose }),
    showsPersonalData: purposeShowsPersonalData(purpose),
  });
}

/** The same caller with the unit that its area's code means today. */
export function withAreaId(caller: Caller, id: UnitId): Caller {
  if (caller.area === undefined) return caller;
  return Object.freeze({ ...caller, area: Object.freeze({ ...caller.area, id }) });
}

function refuseUnsoundRoles(roles: readonly Role[], area?: string, institution?: string): void {
  if (roles.length === 0) throw new HubError('FORBIDDEN', 'This token holds no role of the hub.');
  if (roles.includes('adapter')) {
    // One identity that both pays and approves would undo four eyes, so a machine is never also a person.
    if (roles.length > 1) throw new HubError('FORBIDDEN', 'An adapter cannot hold a further role.');
    if (institution === undefined) {
      throw new HubError('FORBIDDEN', 'The token of an adapter must name its institution.');
    }
  }
  const bound = roles.find((role) => AREA_ROLES.includes(role));
  if (bound !== undefined && area === undefined) {
    throw new HubError('FORBIDDEN', `A token with the role ${bound} must name an area.`);
  }
}

/** They are written down with everything that the caller does: one that PostgreSQL refuses would stop the access log. */
function refuseUnkeepableNames({ sub, client_id: clientId, area, institution }: TokenClaims): void {
  for (const name of [sub, clientId, area, institution])
    if (typeof name === 'string' && textProblem(name) !== undefined)
      throw new HubError('UNAUTHENTICATED', 'The token holds a name that cannot be kept.');
}

function wordsOf(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((word): word is string => typeof word === 'string') : [];
}

function wordOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
