/**
 * The only error that leaves an adapter. Its kind answers the one question that matters after a failure:
 * can the institution have received the request?
 */

/**
 * - `NOT_SENT`: provably nothing left this machine; the task may be given back and sent later.
 * - `NO_ANSWER`: sent, or perhaps sent, and no usable answer; only an inquiry may follow.
 * - `REFUSED`: the institution turned the request itself away (signature, rights, rate), saying nothing about the payment.
 * - `MISCONFIGURED`: a fault of this installation found before sending (key, certificate, address); an operator must mend it.
 */
export type AdapterErrorKind = 'NOT_SENT' | 'NO_ANSWER' | 'REFUSED' | 'MISCONFIGURED';

export class AdapterError extends Error {
  override readonly name = 'AdapterError';

  /** @param code stable, upper case, for logs and metrics: `CONNECT_TIMEOUT`. The message holds no person's data. */
  constructor(
    readonly kind: AdapterErrorKind,
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True when the institution cannot have received anything. */
  get isProvablyUnsent(): boolean {
    return this.kind === 'NOT_SENT' || this.kind === 'MISCONFIGURED';
  }
}

/** Any thrown value as an AdapterError; a foreign error says nothing about sending, so it counts as NO_ANSWER. */
export function toAdapterError(thrown: unknown): AdapterError {
  if (thrown instanceof AdapterError) return thrown;
  return new AdapterError('NO_ANSWER', 'ADAPTER_BUG', 'the adapter failed unexpectedly', { cause: thrown });
}
