/** A few kilobytes that stand for a gigabyte, several at once. */
import { brotliCompressSync, constants } from 'node:zlib';
import { post, type Attack } from '../attack.js';

const AT_ONCE = 8;
const INFLATED_BYTES = 64 * 1_048_576;

export const inflatesBodies: Attack = {
  name: 'sends bodies of a few kilobytes that inflate to 64 MiB, eight at once',
  async run(target) {
    const authorization = `Bearer ${await target.token('demo-officer')}`;
    const body = new Uint8Array(
      brotliCompressSync(Buffer.alloc(INFLATED_BYTES, 0x20), {
        params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 },
      }),
    );
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        post(target.url, body, { authorization, 'content-encoding': 'br' }),
      ),
    );
    return {
      held: answers.every(({ status }) => status === 413),
      got: `${body.length.toLocaleString('en-US')} bytes sent: ${answers.map(({ status }) => status).join(' ')}`,
    };
  },
};
