import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/http/index.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ destination: { write: (line: string) => void lines.push(line) } }));
  return lines.join('');
}

describe('a log line', () => {
  it('names level, time and words', () => {
    const line = JSON.parse(logged((logger) => logger.info({ port: 4000 }, 'listening'))) as Record<
      string,
      unknown
    >;

    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      port: 4000,
      msg: 'listening',
    });
  });

  it.each([
    [
      'a personal id in the words',
      (logger: ReturnType<typeof createLogger>) => logger.info('row of 079200000012'),
    ],
    [
      'an account number in a field',
      (logger: ReturnType<typeof createLogger>) => logger.info({ value: '12010000123456' }, 'x'),
    ],
    [
      'a number inside an error',
      (logger: ReturnType<typeof createLogger>) =>
        logger.error({ err: new Error('(personal_id)=(079200000012) exists') }),
    ],
    [
      'what a database adds to its error',
      (logger: ReturnType<typeof createLogger>) =>
        logger.error({
          err: Object.assign(new Error('duplicate key'), {
            detail: 'Key (full_name)=(NGUYEN VAN AN) exists',
          }),
        }),
    ],
    [
      'a name in a field that names it',
      (logger: ReturnType<typeof createLogger>) => logger.info({ person: { fullName: 'NGUYEN VAN AN' } }),
    ],
    [
      'a token',
      (logger: ReturnType<typeof createLogger>) =>
        logger.info({ headers: { authorization: 'Bearer ey12345678' } }),
    ],
  ])('never carries %s', (_name, write) => {
    expect(logged(write)).not.toMatch(/079200000012|12010000123456|NGUYEN|ey12345678/);
  });

  it('keeps ids, amounts and times readable', () => {
    const id = '0199aaaa-0000-7000-8000-000000000001';

    expect(logged((logger) => logger.info({ id, amount: 150_000_000 }, 'paid'))).toContain(
      `"id":"${id}","amount":150000000`,
    );
  });
});
