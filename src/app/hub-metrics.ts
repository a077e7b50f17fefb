/** The figures of the hub's inside, read when Prometheus asks. */
import { Gauge } from 'prom-client';
import { createMetrics, type Metrics } from '../http/index.js';
import type { OpenHub } from './open-hub.js';

export function createHubMetrics({ events, database, domains }: OpenHub): Metrics {
  const metrics = createMetrics();
  const registers = [metrics.registry];
  const pools = [...new Set([database.pool, database.work.pool, database.events])];
  const sumOf = (read: (pool: (typeof pools)[number]) => number): number =>
    pools.reduce((sum, pool) => sum + read(pool), 0);
  gauge('hub_event_log_position', 'Last position of the event log that this process has read.', () =>
    Number(events.stats().position),
  );
  gauge('hub_event_subscribers', 'Subscribers of the event log.', () => events.stats().subscribers);
  gauge(
    'hub_event_subscribers_behind',
    'Subscribers that read the log to catch up.',
    () => events.stats().behind,
  );
  gauge('hub_recovery', 'One while the hub recovers after a restore and sends nothing, else zero.', () =>
    Number(domains.payment.recovery.isOn()),
  );
  gauge('hub_database_connections', 'Connections to the database.', () =>
    sumOf(({ totalCount }) => totalCount),
  );
  gauge('hub_database_connections_waiting', 'Requests that wait for a connection.', () =>
    sumOf(({ waitingCount }) => waitingCount),
  );
  return metrics;

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read());
      },
    });
  }
}
