/** The states of a batch and the only moves between them. */

export type BatchStatus = 'DRAFT' | 'AWAITING_APPROVAL' | 'APPROVED' | 'RELEASED' | 'COMPLETED' | 'CANCELLED';

/** DRAFT lasts while the lines are written; a batch is cancelled only before money may have moved. */
export const BATCH_MOVES: Readonly<Record<BatchStatus, readonly BatchStatus[]>> = {
  DRAFT: ['AWAITING_APPROVAL', 'CANCELLED'],
  AWAITING_APPROVAL: ['APPROVED', 'CANCELLED'],
  APPROVED: ['RELEASED', 'CANCELLED'],
  RELEASED: ['COMPLETED'],
  COMPLETED: [],
  CANCELLED: [],
};

export function canMoveBatch(from: BatchStatus, to: BatchStatus): boolean {
  return BATCH_MOVES[from].includes(to);
}
