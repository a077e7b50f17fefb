/** What a simulated provider remembers of each request: taken before the money moves, done afterwards, found again after a kill -9. */
import { randomUUID } from 'node:crypto';
import type { Journal, LedgerEntry, SimulatorWorld } from '../../../kit/simulator/index.js';

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
  /** The only part that changes; what it was at first is what the journal says. */
  state: 'pending' | 'completed' | 'failed';
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
    for (const request of this.#journal.entries) {
      if (this.#isBooked(request)) request.state = 'completed';
      this.#index(request);
    }
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

  /** Moves the money. The ledger's line says to a later run, too, that the request is completed. */
  complete(request: ProviderRequest): ProviderRequest {
    this.world.ledger.book(bookingOf(request, new Date().toISOString()));
    request.state = 'completed';
    return request;
  }

  /** Takes what came together in one stroke: a thousand lines cost one write. */
  takeAll(requests: readonly ProviderRequest[]): void {
    this.#journal.append(...requests);
    for (const request of requests) this.#index(request);
  }

  /** As `complete`, for what came together. */
  completeAll(requests: readonly ProviderRequest[]): void {
    const bookedAt = new Date().toISOString();
    this.world.ledger.bookAll(requests.map((request) => bookingOf(request, bookedAt)));
    for (const request of requests) request.state = 'completed';
  }

  #isBooked({ payerReference, transactionReference: reference }: ProviderRequest): boolean {
    return this.world.ledger.find(payerReference).some((line) => line.externalReference === reference);
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

function bookingOf(request: ProviderRequest, bookedAt: string): LedgerEntry {
  const { account, amount, payerReference, transactionReference } = request;
  return {
    ...{ reference: payerReference, account, amount, currency: 'VND', bookedAt },
    externalReference: transactionReference,
  };
}
