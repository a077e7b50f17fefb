/** What a simulated provider remembers of each request: taken before the money moves, done afterwards, found again after a kill -9. */
import { randomUUID } from 'node:crypto';
import type { Journal, SimulatorWorld } from '../../../kit/simulator/index.js';

export interface ProviderRequest {
  readonly clientCorrelationId: string;
  readonly serverCorrelationId: string;
  readonly transactionReference: string;
  readonly payerReference: string;
  /** As the provider's own register writes it. */
  readonly account: string;
  readonly amount: number;
  readonly callbackUrl?: string;
  readonly createdAt: string;
  readonly state: 'pending' | 'completed' | 'failed';
  readonly errorCategory?: string;
  readonly errorCode?: string;
}

/** Drawn from random bytes that are kept in store: a draw of its own for each costs more than the rest of a booking. */
export function transactionReference(): string {
  return `MM${randomUUID().replaceAll('-', '').slice(16).toUpperCase()}`;
}

export class ProviderBook {
  readonly #journal: Journal<ProviderRequest>;
  readonly #byClientId = new Map<string, ProviderRequest>();
  readonly #byServerId = new Map<string, ProviderRequest>();
  readonly #byTransaction = new Map<string, ProviderRequest>();

  constructor(private readonly world: SimulatorWorld) {
    this.#journal = world.journal<ProviderRequest>('requests');
    for (const request of this.#journal.entries) this.#index(request);
  }

  byClientId(id: string): ProviderRequest | undefined {
    return this.#byClientId.get(id);
  }

  byServerId(id: string): ProviderRequest | undefined {
    return this.#byServerId.get(id);
  }

  byTransaction(reference: string): ProviderRequest | undefined {
    return this.#byTransaction.get(reference);
  }

  /** Requests that an earlier run took and did not finish. */
  unfinished(): readonly ProviderRequest[] {
    return [...this.#byTransaction.values()].filter(({ state }) => state === 'pending');
  }

  take(request: ProviderRequest): void {
    this.#write(request);
  }

  fail(request: ProviderRequest, errorCategory: string, errorCode: string): ProviderRequest {
    return this.#write({ ...request, state: 'failed', errorCategory, errorCode });
  }

  /** Moves the money, unless an earlier run died between booking it and noting that. */
  complete(request: ProviderRequest): ProviderRequest {
    const { ledger } = this.world;
    const isBooked = ledger
      .find(request.payerReference)
      .some(({ externalReference }) => externalReference === request.transactionReference);
    if (!isBooked) {
      ledger.book({
        reference: request.payerReference,
        account: request.account,
        amount: request.amount,
        currency: 'VND',
        bookedAt: new Date().toISOString(),
        externalReference: request.transactionReference,
      });
    }
    return this.#write({ ...request, state: 'completed' });
  }

  /** Takes what came together in one stroke: a thousand lines cost one write. */
  takeAll(requests: readonly ProviderRequest[]): void {
    this.#journal.append(...requests);
    for (const request of requests) this.#index(request);
  }

  /** As `complete`, for what came together. */
  completeAll(requests: readonly ProviderRequest[]): void {
    const { ledger } = this.world;
    const bookedAt = new Date().toISOString();
    ledger.bookAll(
      requests
        .filter(
          ({ payerReference, transactionReference }) =>
            !ledger.find(payerReference).some((line) => line.externalReference === transactionReference),
        )
        .map(({ payerReference: reference, account, amount, transactionReference: externalReference }) => ({
          ...{ reference, account, amount, currency: 'VND' as const, bookedAt, externalReference },
        })),
    );
    this.takeAll(requests.map((request) => ({ ...request, state: 'completed' })));
  }

  #write(request: ProviderRequest): ProviderRequest {
    this.#journal.append(request);
    this.#index(request);
    return request;
  }

  #index(request: ProviderRequest): void {
    this.#byClientId.set(request.clientCorrelationId, request);
    this.#byServerId.set(request.serverCorrelationId, request);
    this.#byTransaction.set(request.transactionReference, request);
  }
}
