/** Stops an HTTP server without dropping what it is answering. */
import type { Server } from 'node:http';

/** A connection that is kept alive has become idle at the latest this long after its answer. */
const IDLE_CHECK_MS = 20;

/** Resolves when every request under way has been answered, or cut after `timeoutMs`. */
export function stopServer(server: Server, timeoutMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
    // Connections that are kept alive but idle would hold the server open until their own time-out.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    server.close((error) => {
      clearTimeout(cut);
      clearInterval(idle);
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
}
