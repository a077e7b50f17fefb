/** The toy bank as its client sees it. Everything turns on one question: can the bank have received the order? */
const ANSWER_TIMEOUT_MS = 10_000;

/** Nobody listens there: the order provably never left. */
export class NotSent extends Error {}

/** It may have arrived. Only a question can tell. */
export class NoAnswer extends Error {}

export class BankClient {
  #url;

  constructor(url) {
    this.#url = url;
  }

  /** Never repeats by itself: it moves money. */
  send(order) {
    return this.#exchange('transfers', { method: 'POST', body: JSON.stringify(order) });
  }

  find(reference) {
    return this.#exchange(`transfers/${encodeURIComponent(reference)}`);
  }

  findAccount(number) {
    return this.#exchange(`accounts/${encodeURIComponent(number)}`);
  }

  async #exchange(path, options) {
    try {
      const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      const response = await fetch(`${this.#url}/${path}`, { ...options, signal });
      // A 4xx with the bank's own word is an answer. Anything else may hide a booking.
      if (response.status >= 500) throw new NoAnswer(`status ${response.status}`);
      return await response.json();
    } catch (error) {
      if (error.cause?.code === 'ECONNREFUSED') throw new NotSent('connection refused');
      throw new NoAnswer(error.cause?.code ?? error.name);
    }
  }
}
