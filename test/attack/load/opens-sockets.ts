/** Sockets that never sign in must not take the places of those that do. */
import type { Attack } from '../attack.js';
import { openSocket } from './sockets.js';

const SOCKETS = 600;

export const opensSockets: Attack = {
  name: 'opens 600 sockets at once and signs none of them in',
  async run({ url }) {
    const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => openSocket(url)));
    const refused = sockets.filter((socket) => typeof socket === 'string');
    for (const socket of sockets) if (typeof socket !== 'string') socket.terminate();
    return {
      held: refused.length > 0 && refused.every((why) => why.includes('429')),
      got: `${SOCKETS - refused.length} opened, ${refused.length} refused with 429`,
    };
  },
};
