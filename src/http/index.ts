/** The hub's front: GraphQL over HTTP and WebSocket, and what an operator watches. */
export type { LocateArea } from './authenticate.js';
export { CLOSE_CODE, HTTP_STATUS } from './error-status.js';
export {
  executableOf,
  executableOfSchema,
  type Executable,
  type OperationArgs,
  type OperationContext,
  type SubscriptionArgs,
} from './executable.js';
export { codeOfError, formatError } from './format-error.js';
export type { GraphiqlOptions } from './graphiql.js';
export type { ReadinessChecks } from './health.js';
export { BODY_BYTES_MAX, createHttpServer, type HttpServer, type HttpServerDeps } from './http-server.js';
export { createLogger, withoutLongNumbers, type LoggerOptions } from './logger.js';
export { createMetrics, type Metrics } from './metrics.js';
export { COST_LIMITS, type CostLimits } from './operation-cost.js';
export { PAGE_SIZE_MAX } from './page-size.js';
export type { SharedEvent } from './shared-frames.js';
export type { SubscriptionSharing } from './shared-subscription.js';
export { RATE_LIMIT, type RateLimitOptions } from './rate-limit.js';
