import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessEntryOf, appendAccessEntries, callerFromToken, withAreaId } from '../../src/access/index.js';
import type { UnitId } from '../../src/values/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

const unit = '0199aaaa-0000-7000-8000-000000000001' as UnitId;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

describe('the access log in the database', () => {
  it('keeps every entry of a batch as it was recorded', async () => {
    const at = new Date('2026-11-22T02:00:00.123Z');
    const officer = withAreaId(
      callerFromToken({
        sub: 'lan',
        client_id: 'desk',
        roles: ['officer'],
        area: '35',
        purposes: ['COMPLAINT'],
      }),
      unit,
    );
    const monitor = callerFromToken({ sub: 'demo-monitor', roles: ['monitor'] });
    const about = { at, traceId: 'trace', outcome: 'OK' };

    await appendAccessEntries(database.pool, [
      accessEntryOf(officer, { ...about, operation: 'Unified', rootFields: ['beneficiary', 'viewer'] }),
      accessEntryOf(monitor, { ...about, operation: 'query', rootFields: [], outcome: 'FORBIDDEN' }),
    ]);

    const { rows } = await database.pool.query(
      `SELECT at, subject, client_id, purpose, operation, root_fields, area_id, trace_id, outcome FROM access.entry ORDER BY id`,
    );
    expect(rows).toEqual([
      {
        at,
        subject: 'lan',
        client_id: 'desk',
        purpose: 'COMPLAINT',
        operation: 'Unified',
        root_fields: ['beneficiary', 'viewer'],
        area_id: unit,
        trace_id: 'trace',
        outcome: 'OK',
      },
      {
        at,
        subject: 'demo-monitor',
        client_id: 'demo-monitor',
        purpose: null,
        operation: 'query',
        root_fields: [],
        area_id: null,
        trace_id: 'trace',
        outcome: 'FORBIDDEN',
      },
    ]);
  });
});
