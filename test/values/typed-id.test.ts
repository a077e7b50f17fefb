import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { uuidv7 } from 'uuidv7';
import { findId, formatId, parseId } from '../../src/values/index.js';

describe('typed ids', () => {
  it('are what the TypeID specification makes of the same UUID', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(formatId('ben', uuid)).toBe(TypeID.fromUUID('ben', uuid).toString());
      }),
    );
  });

  it('come back as the UUID that they were made of', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(parseId('pay', formatId('pay', uuid))).toBe(uuid);
      }),
    );
  });

  it('sort as their UUIDs do', () => {
    const uuids = Array.from({ length: 100 }, () => uuidv7());

    expect(uuids.map((uuid) => formatId('evt', uuid))).toEqual(
      uuids.map((uuid) => formatId('evt', uuid)).sort(),
    );
  });

  it.each([
    '',
    'ben_',
    'pay_01h455vb4pex5vsknk084sn02q',
    'ben_81h455vb4pex5vsknk084sn02q',
    'ben_01h455vb4pex5vsknk084sn0',
    'ben_01h455vb4pex5vsknk084sn02u',
  ])('are not made of %j', (text) => {
    expect(findId('ben', text)).toBeUndefined();
    expect(() => parseId('ben', text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});
