/** The id that one request is found by in answers, logs and the access log. */
import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// Nine digits in a row could be somebody's number, and this id is logged.
const OTHER = /^(?=.*[A-Za-z])(?!.*\d{9})[\w-]{8,64}$/;

/** The caller's own id where it is safe to log, else a new one. */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && (UUID.test(given) || OTHER.test(given)) ? given : randomUUID();
}
