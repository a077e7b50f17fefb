/** The figures that Prometheus collects from the HTTP layer. Every label takes its values from a bounded set. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly operationDuration: Histogram<'operation' | 'kind'>;
  readonly errors: Counter<'code'>;
  readonly httpRequestsInFlight: Gauge;
  readonly httpRequests: Counter<'route' | 'status'>;
  readonly socketConnections: Gauge;
  readonly socketOperations: Gauge;
  readonly socketClosures: Counter<'code'>;
  /** The operation's name as a label: past 200 different names, `other`. */
  operationLabel(name: string | undefined): string;
}

const OPERATION_NAMES_MAX = 200;
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** @param registry where others add their own figures; with the process's default ones already in it or not */
export function createMetrics(registry: Registry = processRegistry()): Metrics {
  const registers = [registry];
  const names = new Set<string>();
  return {
    registry,
    operationDuration: new Histogram({
      name: 'hub_graphql_operation_duration_seconds',
      help: 'Time from the arrival of a GraphQL operation to its answer (for a subscription: to its start).',
      labelNames: ['operation', 'kind'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    errors: new Counter({
      name: 'hub_graphql_errors_total',
      help: 'GraphQL errors sent to clients, by code.',
      labelNames: ['code'],
      registers,
    }),
    httpRequestsInFlight: new Gauge({
      name: 'hub_http_requests_in_flight',
      help: 'HTTP requests that are being answered.',
      registers,
    }),
    httpRequests: new Counter({
      name: 'hub_http_requests_total',
      help: 'HTTP requests answered, by route and status.',
      labelNames: ['route', 'status'],
      registers,
    }),
    socketConnections: new Gauge({
      name: 'hub_websocket_connections',
      help: 'Open WebSocket connections.',
      registers,
    }),
    socketOperations: new Gauge({
      name: 'hub_websocket_operations',
      help: 'Operations under way on WebSocket connections, subscriptions mostly.',
      registers,
    }),
    socketClosures: new Counter({
      name: 'hub_websocket_closures_total',
      help: 'WebSocket connections closed, by close code.',
      labelNames: ['code'],
      registers,
    }),
    operationLabel(name) {
      if (name === undefined) return 'unnamed';
      if (names.has(name)) return name;
      if (names.size >= OPERATION_NAMES_MAX) return 'other';
      names.add(name);
      return name;
    },
  };
}

function processRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
