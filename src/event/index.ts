/** Events: recording them, the one log of the hub, and every way to read it. */
export { announceEvents } from './announce-events.js';
export { appendEvents, INTO_EVENT_INBOX } from './append-events.js';
export { EVENT_KINDS, type EventKind, type HubEvent, type NewEvent } from './event.js';
export { type EventFilter, filterKey, matchesFilter, narrowFilter } from './event-filter.js';
export { type EventConnection, EventReader } from './event-reader.js';
export { type ItemStream } from './event-stream.js';
export { type EventPage, PAGE_EVENTS_MAX } from './list-events.js';
export { type LogEnd, readLogEnd } from './log-reader.js';
export {
  BUFFER_EVENTS_MAX,
  type CursorOptions,
  type EventHooks,
  type Events,
  type EventsOptions,
  type EventStats,
  type EventStream,
  type SubscribeOptions,
} from './events.js';
export { type HighWaterMark, type HighWaterMarkStore } from './identity/high-water-mark.js';
export { highWaterMarkFile } from './identity/high-water-mark-file.js';
export { type LogWentBack, type OnLogWentBack } from './identity/renew-log.js';
export { type ServerState } from './identity/server-state.js';
export { type LogPlace, type PlaceInLog } from './log-place.js';
export { openEvents } from './open-events.js';
export {
  createSharedStreams,
  type JoinOptions,
  type SharedStreams,
  type SharedStreamsOptions,
} from './shared-stream.js';
export { openWakeListener, type WakeListener, type WakeListenerOptions } from './wake-listener.js';
