import { describe, expect, it } from '@jest/globals';
import {
  callerFromToken,
  requireInstitution,
  requireRole,
  scopeCoversInstitution,
  scopeKey,
  scopeOf,
  withAreaId,
} from '../../src/access/index.js';
import type { UnitId } from '../../src/values/index.js';

const unit = '0199aaaa-0000-7000-8000-000000000001' as UnitId;
const officer = {
  sub: 'lan',
  client_id: 'desk',
  roles: ['officer'],
  area: '79',
  purposes: ['VERIFICATION', 'PAYMENT_PREPARATION'],
};
const adapter = {
  sub: 'adapter-napas',
  roles: ['adapter'],
  institution: 'NAPAS',
  purposes: ['PAYMENT_PREPARATION'],
};

function refusalOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return { code: (error as { code: string }).code, message: (error as Error).message };
  }
  return 'nothing was refused';
}

describe('a caller', () => {
  it.each(['sub', 'client_id', 'area'])('has no name that could not be written down: %s', (claim) => {
    expect(refusalOf(() => callerFromToken({ ...officer, [claim]: 'a\0b' }, 'VERIFICATION'))).toEqual({
      code: 'UNAUTHENTICATED',
      message: 'The token holds a name that cannot be kept.',
    });
  });

  it('is what the token says, frozen', () => {
    const caller = callerFromToken(officer, 'VERIFICATION');

    expect(caller).toEqual({
      subject: 'lan',
      clientId: 'desk',
      roles: ['officer'],
      area: { code: '79' },
      purposes: ['PAYMENT_PREPARATION', 'VERIFICATION'],
      purpose: 'VERIFICATION',
      showsPersonalData: true,
    });
    expect(Object.isFrozen(caller)).toBe(true);
  });

  it('with several purposes sees personal data only after naming one', () => {
    expect(callerFromToken(officer).showsPersonalData).toBe(false);
    expect(callerFromToken(officer, 'PAYMENT_PREPARATION').showsPersonalData).toBe(true);
  });

  it('with one purpose need not name it', () => {
    expect(callerFromToken({ sub: 'm', roles: ['monitor'], purposes: ['MONITORING'] })).toMatchObject({
      purpose: 'MONITORING',
      showsPersonalData: false,
    });
  });

  it.each([
    ['a purpose that is none', officer, 'CURIOSITY', 'BAD_USER_INPUT', /PAYMENT_PREPARATION, VERIFICATION/],
    ['a purpose that the token does not hold', officer, 'AUDIT', 'FORBIDDEN', /AUDIT/],
    ['a token without a subject', { roles: ['monitor'] }, undefined, 'UNAUTHENTICATED', /subject/],
    [
      'a token without a role of the hub',
      { sub: 'x', roles: ['janitor'] },
      undefined,
      'FORBIDDEN',
      /no role/,
    ],
    ['roles that are no list', { sub: 'x', roles: 'officer' }, undefined, 'FORBIDDEN', /no role/],
    [
      'an officer without an area',
      { sub: 'x', roles: ['officer'] },
      undefined,
      'FORBIDDEN',
      /officer must name an area/,
    ],
    [
      'an adapter without an institution',
      { sub: 'x', roles: ['adapter'] },
      undefined,
      'FORBIDDEN',
      /institution/,
    ],
    [
      'an adapter that also approves',
      { ...adapter, roles: ['adapter', 'approver'], area: '79' },
      undefined,
      'FORBIDDEN',
      /further role/,
    ],
  ])('%s is refused', (_name, claims, purpose, code, message) => {
    expect(refusalOf(() => callerFromToken(claims, purpose))).toEqual({
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe('a scope', () => {
  it.each([
    ['a monitor', { sub: 'm', roles: ['monitor'] }, { kind: 'COUNTRY' }],
    [
      'a monitor of one province',
      { sub: 'm', roles: ['monitor'], area: '01' },
      { kind: 'AREA', areaCode: '01' },
    ],
    ['an officer', officer, { kind: 'AREA', areaCode: '79' }],
    ['an adapter', adapter, { kind: 'INSTITUTION', institution: 'NAPAS' }],
  ])('of %s', (_who, claims, scope) => {
    expect(scopeOf(callerFromToken(claims))).toEqual(scope);
  });

  it('carries the unit that the code means today once it is looked up', () => {
    expect(scopeOf(withAreaId(callerFromToken(officer), unit))).toEqual({
      kind: 'AREA',
      areaCode: '79',
      areaId: unit,
    });
  });

  it('of NAPAS covers every bank behind it and no other institution', () => {
    const scope = scopeOf(callerFromToken(adapter));

    const covered = ['NAPAS', 'NAPAS:970436', 'NAPASX', 'BIDV'].filter((code) =>
      scopeCoversInstitution(scope, code),
    );

    expect(covered).toEqual(['NAPAS', 'NAPAS:970436']);
  });

  it('has one key for callers who see the same rows in the same form', () => {
    const masked = scopeKey(callerFromToken(officer));

    expect(scopeKey(callerFromToken({ ...officer, sub: 'hoa' }))).toBe(masked);
    expect(scopeKey(callerFromToken(officer, 'VERIFICATION'))).not.toBe(masked);
    expect(scopeKey(callerFromToken({ ...officer, area: '01' }))).not.toBe(masked);
  });
});

describe('a role', () => {
  it('that is missing is named in the refusal', () => {
    expect(refusalOf(() => requireRole(callerFromToken(officer), 'approver', 'treasurer'))).toEqual({
      code: 'FORBIDDEN',
      message: 'This needs the role approver or treasurer.',
    });
  });

  it('of an adapter gives its institution, and nobody else has one', () => {
    expect(requireInstitution(callerFromToken(adapter))).toBe('NAPAS');
    expect(refusalOf(() => requireInstitution(callerFromToken(officer)))).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
