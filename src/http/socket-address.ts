/** The address at the other end of a connection; behind a proxy, the proxy's. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export function addressOf(stream: Duplex): string {
  return (stream as Partial<Pick<Socket, 'remoteAddress'>>).remoteAddress ?? '';
}
