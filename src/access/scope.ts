/** Which rows a caller may see, and what it may do: the two questions that every use case and store asks first. */
import { COUNTRY_CODE, HubError, type UnitId } from '../values/index.js';
import type { Caller, Role } from './caller.js';

/** COUNTRY: every row. AREA: rows of that unit and of all below it. INSTITUTION: only what that institution has to do;
 *  never a list of persons. */
export type Scope =
  | { readonly kind: 'COUNTRY' }
  | { readonly kind: 'AREA'; readonly areaCode: string; readonly areaId?: UnitId }
  | { readonly kind: 'INSTITUTION'; readonly institution: string };

const COUNTRY: Scope = Object.freeze({ kind: 'COUNTRY' });

/** The rows that the caller may see. An area narrows whoever has one; without one only `monitor` and `auditor` get here
 *  (see `callerFromToken`), and they see the whole country. */
export function scopeOf(caller: Caller): Scope {
  if (caller.roles.includes('adapter') && caller.institution !== undefined) {
    return { kind: 'INSTITUTION', institution: caller.institution };
  }
  if (caller.area !== undefined) {
    const { code, id } = caller.area;
    // Every row lies below it, so nothing need be asked of one.
    if (code === COUNTRY_CODE) return COUNTRY;
    return { kind: 'AREA', areaCode: code, ...(id === undefined ? {} : { areaId: id }) };
  }
  return COUNTRY;
}

/** Refuses a caller that has none of the roles.
 *  @throws HubError FORBIDDEN naming the roles that would do */
export function requireRole(caller: Caller, ...roles: readonly [Role, ...Role[]]): void {
  if (roles.some((role) => caller.roles.includes(role))) return;
  throw new HubError('FORBIDDEN', `This needs the role ${roles.join(' or ')}.`);
}

/** The institution whose work an adapter does.
 *  @throws HubError FORBIDDEN for whoever is no adapter */
export function requireInstitution(caller: Caller): string {
  requireRole(caller, 'adapter');
  if (caller.institution === undefined) {
    throw new HubError('FORBIDDEN', 'The token of an adapter must name its institution.');
  }
  return caller.institution;
}

/** Whether the scope covers this institution's rows: its own, for `NAPAS` those of every `NAPAS:<bin>` too. */
export function scopeCoversInstitution(scope: Scope, institution: string): boolean {
  if (scope.kind !== 'INSTITUTION') return true;
  return institution === scope.institution || institution.startsWith(`${scope.institution}:`);
}

/** Whether a benefit (a programme, an amount, a state of health) may be shown with whose it is. A monitor watches how the work goes, and
 *  a masked person of a small commune is still found by their neighbours: what a monitor sees of benefits leads to nobody. */
export function showsWhoseBenefit({ roles }: Caller): boolean {
  return roles.some((role) => role !== 'monitor');
}

/** Refuses whoever may not see whose a benefit is a question that would tell it.
 *  @throws HubError FORBIDDEN naming the argument */
export function requireWhoseBenefit(caller: Caller, argument: string): void {
  if (showsWhoseBenefit(caller)) return;
  throw new HubError('FORBIDDEN', `\`${argument}\` tells whose a benefit is: it is not for monitors.`);
}

/** Refuses a request that is shown no personal data, where it names somebody's number or name: the answer would tell whether it is theirs.
 *  @throws HubError FORBIDDEN naming what was asked for */
export function requireShownData({ showsPersonalData }: Caller, what: string): void {
  if (showsPersonalData) return;
  throw new HubError(
    'FORBIDDEN',
    `\`${what}\` needs a purpose that shows personal data: name one in Purpose-Of-Use.`,
  );
}

/** A text that is equal for two callers exactly when they see the same rows in the same form, so that subscribers may
 *  share one execution. */
export function scopeKey(caller: Caller): string {
  const scope = scopeOf(caller);
  const rows =
    scope.kind === 'COUNTRY'
      ? ''
      : scope.kind === 'AREA'
        ? (scope.areaId ?? scope.areaCode)
        : scope.institution;
  return [scope.kind, rows, caller.roles.join('+'), caller.showsPersonalData ? 'whole' : 'masked'].join('|');
}
