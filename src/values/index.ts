/** The hub's value types: pure, without input or output, imported by everything. */
export { calendarDateOf, daysFrom, parseCalendarDate, type CalendarDate } from './calendar-date.js';
export { COUNTRY_CODE } from './country-code.js';
export { checkOf, formatCursor, parseCursor, type Cursor } from './cursor.js';
export { currentReader, readFor, ReaderGone } from './current-reader.js';
export { formatDong, parseDong, type Dong } from './dong.js';
export {
  ERROR_CODES,
  extensionsOfCode,
  HubError,
  RefusedValue,
  type ErrorCode,
  type HubErrorOptions,
} from './hub-error.js';
export { parseInstant } from './instant.js';
export { addMonths, endOfPeriod, parsePeriod, periodOfDate, type Period } from './period.js';
export { foldName, maskAccountNumber, maskName } from './person-name.js';
export {
  maskPersonalId,
  parsePersonalId,
  personalIdFacts,
  personalIdProblem,
  type PersonalId,
  type PersonalIdFacts,
} from './personal-id.js';
export { afterWorking, isOpenAt, nextOpening, type ServiceHours } from './service-hours.js';
export { TEXT_LENGTH_MAX, textProblem } from './storable-text.js';
export {
  findId,
  formatId,
  ID_PREFIXES,
  parseId,
  prefixOf,
  type AccountId,
  type AttemptId,
  type AuthorisationId,
  type BatchId,
  type BeneficiaryId,
  type CitizenId,
  type EntitlementId,
  type EventId,
  type ExceptionId,
  type IdPrefix,
  type PaymentId,
  type TaskId,
  type UnitId,
} from './typed-id.js';
export { idOfCode } from './code-id.js';
export { WordedError, type Language, type Wording } from './wording.js';
