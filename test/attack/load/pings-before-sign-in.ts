/** Whoever has not signed in costs the hub nothing but a few answers. */
import type { Attack } from '../attack.js';
import { closingOf, openSocket } from './sockets.js';

const PINGS = 5_000;
/** Too many messages. */
const CLOSED_WITH = 1013;

export const pingsBeforeSignIn: Attack = {
  name: 'floods a socket with pings before it signs in',
  async run({ url }) {
    const codes: (number | string)[] = [];
    for (const ping of ['frame', 'message']) {
      const socket = await openSocket(url);
      if (typeof socket === 'string') return { held: false, got: socket };
      const closing = closingOf(socket);
      for (let sent = 0; sent < PINGS && socket.readyState === socket.OPEN; sent += 1)
        if (ping === 'frame') socket.ping();
        else socket.send('{"type":"ping"}');
      codes.push(await closing);
    }
    return { held: codes.every((code) => code === CLOSED_WITH), got: `closed with ${codes.join(', ')}` };
  },
};
