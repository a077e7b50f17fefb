/** Money in doubt: an institution has said something of a right and month that people have not decided about. Until they have,
 *  nothing is drafted, approved or handed out to be sent for it, whichever payment or attempt the word named. */
import { DOUBT_KINDS } from './exception-kind.js';

/** The payments `o` and `p` are for the same right and month, of whatever kind. */
export const IS_SAME_MONTH = `o.citizen_id = p.citizen_id AND o.period = p.period AND o.programme_code = p.programme_code
    AND o.line = p.line`;

const KINDS = DOUBT_KINDS.map((kind) => `'${kind}'`).join(',');

/** An open exception `x` of one of the kinds by which money may have moved. */
export const IS_OPEN_DOUBT = `x.resolved_at IS NULL AND x.kind IN (${KINDS})`;

/** Of the payment `p`: an exception `x` of its right and month. Found by its person, whose open exceptions are few. */
const hasException = (condition: string): string => `EXISTS (
    SELECT 1 FROM payment.exception x JOIN payment.payment o ON o.id = x.payment_id
    WHERE x.citizen_id = p.citizen_id AND ${condition} AND ${IS_SAME_MONTH})`;

/** Of the payment `p`: an institution said something of the money of its right and month that people have not decided about. */
export const IS_IN_DOUBT = hasException(IS_OPEN_DOUBT);

const WAITS = `x.resolved_at IS NULL AND x.kind IN (${KINDS},'NOT_RECEIVED')`;

/** For so long after it was proposed, a decision keeps an attempt from being handed out: longer than any lease lasts. */
const PROPOSAL_HOURS = 24;

/** Of the payment `p`: an attempt of its right and month waits for a decision, whichever it will be. */
export const WAITS_FOR_PEOPLE = hasException(WAITS);

const IS_PROPOSED = `${WAITS} AND x.proposed_at > now() - interval '${PROPOSAL_HOURS} hours'`;

/** Of the payment `p`: nothing is sent for it. Its right and month is in doubt, or one person has proposed what becomes of it. */
export const MUST_NOT_BE_SENT = `(${IS_IN_DOUBT} OR ${hasException(IS_PROPOSED)})`;

/** Of the attempt `a` of the payment `p`: one person has proposed what becomes of it, and another one may confirm it now. Other attempts
 *  of the same right and month are asked about meanwhile: the decision may have to wait for their end. */
export const IS_BEING_DECIDED = hasException(`x.attempt_id = a.id AND ${IS_PROPOSED}`);

/** Every right and month that is in doubt, for statements about many people. */
export const DOUBTS = `SELECT DISTINCT o.citizen_id, o.period, o.programme_code, o.line
    FROM payment.exception x JOIN payment.payment o ON o.id = x.payment_id
    WHERE x.citizen_id IS NOT NULL AND ${IS_OPEN_DOUBT}`;
