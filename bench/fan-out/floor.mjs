/** The floor: bare `ws`. A frame is made once and written to every socket that wants it. No schema, no token, no database. */
import { createServer } from 'node:http';
import { Sender, WebSocketServer } from 'ws';

const groups = new Map();
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    for (const { area, text } of JSON.parse(Buffer.concat(chunks))) {
      const frame = prepared(text);
      for (const group of ['', area]) for (const socket of groups.get(group) ?? []) socket.write(frame);
    }
    response.end('{}');
  });
});

/** The frame as it goes over the wire, once for all. */
const prepared = (text) =>
  Buffer.concat(
    Sender.frame(Buffer.from(text), { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true }),
  );

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });
server.on('upgrade', (request, stream, head) =>
  sockets.handleUpgrade(request, stream, head, (socket) => {
    socket.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.type === 'connection_init') return socket.send('{"type":"connection_ack"}');
      const group = message.payload.variables?.area ?? '';
      if (!groups.has(group)) groups.set(group, new Set());
      groups.get(group).add(stream);
    });
    socket.on('close', () => groups.forEach((members) => members.delete(stream)));
  }),
);
server.listen(0, '127.0.0.1', () => console.log(`READY {"url":"http://127.0.0.1:${server.address().port}"}`));
process.on('SIGINT', () => process.exit(0));
