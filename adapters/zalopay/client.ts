/** One exchange with ZaloPay: what counts as an answer, and which calls may be repeated. */
import { AdapterError, type HttpClient } from '../kit/index.js';
import { paths, readAnswer, type WireFields, type ZaloPayAnswer, type ZaloPayCall } from './wire.js';

export class ZaloPayClient {
  constructor(private readonly http: HttpClient) {}

  /** Answers carry no signature: who answers is proved by TLS alone.
   *  @throws AdapterError NOT_SENT, NO_ANSWER (5xx and unreadable answers too), REFUSED */
  async exchange(call: ZaloPayCall, fields: WireFields): Promise<ZaloPayAnswer> {
    const { status, body } = await this.http.send({
      method: 'POST',
      path: paths[call],
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(fields),
      // Every call but the transfer is a question and changes nothing.
      isRepeatable: call !== 'transfer',
    });
    const answer = status < 500 ? readAnswer(body.toString('utf8')) : undefined;
    if (answer) return answer;
    const kind = status >= 400 && status < 500 ? 'REFUSED' : 'NO_ANSWER';
    throw new AdapterError(kind, `HTTP_${status}`, 'ZaloPay answered without a result');
  }
}
