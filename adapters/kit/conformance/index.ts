/** The conformance suite: what every adapter is held to. For tests only. */
export { paymentTask, type AdapterModule } from './bench.js';
export type { ConformanceHub, PaymentView, ReportView } from './conformance-hub.js';
export { describeConformance, type ConformanceOptions } from './describe-conformance.js';
export { ModelHub } from './model-hub.js';
