/** How many sockets an address has that have not signed in, and how many each client has: none takes the places of all others. */
import type { Caller } from '../access/index.js';
import { clientKey } from './rate-limit.js';

export interface SocketLimits {
  /** Connections of one address that have not signed in; default 500. Behind a proxy all have its address. */
  readonly socketsWithoutTokenMax?: number | undefined;
  /** Connections of one client; default 2 000. */
  readonly socketsOfClientMax?: number | undefined;
  /** Pings and the like of one connection between two beats of its pulse; default 20 000. */
  readonly controlMax?: number | undefined;
}

const SOCKETS_WITHOUT_TOKEN_MAX = 500;
const SOCKETS_OF_CLIENT_MAX = 2_000;

/** Where a socket is counted. */
interface Place {
  readonly counts: Map<string, number>;
  readonly key: string;
}

export class SocketCounts {
  readonly #byAddress = new Map<string, number>();
  readonly #byClient = new Map<string, number>();
  readonly #places = new WeakMap<object, Place>();

  constructor(private readonly limits: SocketLimits) {}

  hasRoomFor(address: string): boolean {
    const most = this.limits.socketsWithoutTokenMax ?? SOCKETS_WITHOUT_TOKEN_MAX;
    return (this.#byAddress.get(address) ?? 0) < most;
  }

  opened(socket: object, address: string): void {
    this.#put(socket, { counts: this.#byAddress, key: address });
  }

  /** @returns whether its client may have one more */
  signedIn(socket: object, caller: Caller): boolean {
    const key = clientKey(caller);
    this.closed(socket);
    this.#put(socket, { counts: this.#byClient, key });
    return (this.#byClient.get(key) ?? 0) <= (this.limits.socketsOfClientMax ?? SOCKETS_OF_CLIENT_MAX);
  }

  closed(socket: object): void {
    const place = this.#places.get(socket);
    if (place === undefined) return;
    this.#places.delete(socket);
    const left = (place.counts.get(place.key) ?? 1) - 1;
    if (left > 0) place.counts.set(place.key, left);
    else place.counts.delete(place.key);
  }

  #put(socket: object, place: Place): void {
    this.#places.set(socket, place);
    place.counts.set(place.key, (place.counts.get(place.key) ?? 0) + 1);
  }
}
