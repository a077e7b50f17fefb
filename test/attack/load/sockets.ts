/** Bare sockets of an attacker. */
import WebSocket from 'ws';

/** Open, or the words with which it was refused. */
export function openSocket(url: string): Promise<WebSocket | string> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket)).once('error', ({ message }) => resolve(message));
  });
}

/** The code that it is closed with. */
export function closingOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', (code: number) => resolve(code)).on('error', () => undefined);
  });
}
