/** One clock for all connections: pings, first messages that do not come, tokens that end. Ten thousand timers would cost more. */

const TICK_MS = 250;

export interface Clocked {
  /** @param now milliseconds since 1970 */
  check(now: number): void;
}

export interface SocketClock<Session extends Clocked> {
  readonly sessions: ReadonlySet<Session>;
  add(session: Session): void;
  remove(session: Session): void;
}

/** Runs while there is a session, and keeps no process alive. */
export function createSocketClock<Session extends Clocked>(): SocketClock<Session> {
  const sessions = new Set<Session>();
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    const now = Date.now();
    for (const session of sessions) session.check(now);
  };
  return {
    sessions,
    add(session) {
      sessions.add(session);
      timer ??= setInterval(tick, TICK_MS).unref();
    },
    remove(session) {
      sessions.delete(session);
      if (sessions.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}
