/** One exchange with MoMo. Its HTTP status is only coarse, so the result is read from the body whatever the status. */
import { AdapterError } from '../kit/index.js';
import type { HttpClient } from '../kit/index.js';
import { readResult } from './wire.js';
import type { MomoResult, WireFields } from './wire.js';

export class MomoClient {
  constructor(private readonly http: HttpClient) {}

  /** @throws AdapterError NOT_SENT, NO_ANSWER (also for an answer about another order), REFUSED */
  async exchange(path: string, fields: WireFields): Promise<MomoResult> {
    const answer = await this.http.send({
      method: 'POST',
      path,
      headers: { 'Content-Type': 'application/json; charset=UTF-8' },
      body: JSON.stringify(fields),
    });
    const result = readResult(answer.body.toString('utf8'));
    if (!result) {
      const { status } = answer;
      const isRefusal = status >= 400 && status < 500;
      throw new AdapterError(
        isRefusal ? 'REFUSED' : 'NO_ANSWER',
        `HTTP_${status}`,
        'MoMo answered without a result',
      );
    }
    const isOurs = (['partnerCode', 'orderId', 'requestId'] as const).every(
      (name) => result[name] === fields[name],
    );
    if (!isOurs) throw new AdapterError('NO_ANSWER', 'ANSWER_MISDIRECTED', 'the answer names another order');
    return result;
  }
}
