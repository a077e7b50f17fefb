/** One entity of one subgraph in one request: asked for once, shared by every place that needs it. */
export class EntitySlot {
  state: 'pending' | 'known' | 'failed' = 'pending';
  value: unknown = undefined;
  private waiters: (() => void)[] | undefined;

  whenSettled(waiter: () => void): void {
    (this.waiters ??= []).push(waiter);
  }

  /** The entity as a promise, for the rare place that fills nothing from it at once. */
  whenKnown(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        if (this.state === 'failed') reject(this.value);
        else resolve(this.value);
      };
      if (this.state === 'pending') this.whenSettled(settle);
      else settle();
    });
  }

  resolve(value: unknown): void {
    if (value instanceof Error) {
      this.reject(value);
      return;
    }
    this.state = 'known';
    this.value = value;
    this.wake();
  }

  reject(error: unknown): void {
    this.state = 'failed';
    this.value = error;
    this.wake();
  }

  private wake(): void {
    const { waiters } = this;
    if (waiters === undefined) return;
    this.waiters = undefined;
    for (const waiter of waiters) waiter();
  }
}

/** The entities that one request has asked one owner for, by what it was asked. Who must have one, or the answer of a mutation would
 *  be lost, does not share the time-out of who can do without. */
export class EntitySlots extends Map<unknown, EntitySlot> {
  constructor(readonly isPatient: boolean) {
    super();
  }
}
