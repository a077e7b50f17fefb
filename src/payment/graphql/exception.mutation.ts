/** Mutations of exceptions: a person takes one, and settles it. */
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import {
  IdempotencyKeyArg,
  InvalidInput,
  invalidKey,
  NotFound,
  type HubContext,
} from '../../graphql/index.js';
import type { Caller } from '../../access/index.js';
import { findId } from '../../values/index.js';
import { getException } from '../exception-store.js';
import type { PaymentDeps } from '../payment-deps.js';
import { resolveException, takeException } from '../resolve-exception.js';
import {
  CannotResolve,
  ResolveExceptionInput,
  ResolveExceptionResult,
  ResolveExceptionSuccess,
  TakeExceptionResult,
  TakeExceptionSuccess,
} from './exception-result.type.js';
import { ReconciliationException } from './exception.type.js';
import { FourEyesRequired } from './result.type.js';

const notFound = (field: string[]): NotFound =>
  new NotFound('There is no such exception in your area.', field);

@Resolver()
export class ExceptionMutation {
  constructor(private readonly deps: PaymentDeps) {}

  @Mutation(() => ResolveExceptionResult, {
    description:
      'Settles what was kept for people. Where money may have moved, or may move, two people decide: an officer proposes one of ' +
      '`allowedDecisions`, somebody else, an approver, says the same. Where there is nothing to decide, one person closes it with a reason. Roles: officer, approver.',
  })
  async resolveException(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => ResolveExceptionInput, { description: 'Which one, what and why.' })
    input: ResolveExceptionInput,
  ): Promise<typeof ResolveExceptionResult> {
    const id = findId('exc', input.id);
    if (id === undefined) return notFound(['input', 'id']);
    const result = await resolveException(this.deps, caller, { ...input, id });
    switch (result.kind) {
      case 'PROPOSED':
      case 'RESOLVED':
        return ResolveExceptionSuccess.of(await this.show(id, caller));
      case 'NOT_FOUND':
        return notFound(['input', 'id']);
      case 'INVALID':
        return new InvalidInput(result.message, ['input', result.field]);
      case 'FOUR_EYES':
        return FourEyesRequired.of('You proposed this: somebody else confirms it.', ['input', 'id']);
      case 'KEY_REFUSED':
        return invalidKey(result.message, 'input');
      default:
        return CannotResolve.of(result.kind, ['input', 'id']);
    }
  }

  @Mutation(() => TakeExceptionResult, {
    description:
      'Takes an open exception into the caller’s hands: others see in `assignedTo` whom to ask. Roles: officer, approver.',
  })
  async takeException(
    @Ctx() { caller }: HubContext,
    @Arg('id', () => ID, { description: 'The exception, `exc_…`.' }) exceptionId: string,
    @IdempotencyKeyArg() key: string | null,
  ): Promise<typeof TakeExceptionResult> {
    const id = findId('exc', exceptionId);
    if (id === undefined) return notFound(['id']);
    const result = await takeException(this.deps, caller, id, key);
    switch (result.kind) {
      case 'TAKEN':
        return TakeExceptionSuccess.of(await this.show(id, caller));
      case 'NOT_FOUND':
        return notFound(['id']);
      case 'ALREADY_RESOLVED':
        return CannotResolve.of('ALREADY_RESOLVED', ['id']);
      case 'KEY_REFUSED':
        return invalidKey(result.message);
    }
  }

  private async show(id: string, caller: Caller): Promise<ReconciliationException> {
    return ReconciliationException.of(await getException(this.deps.prisma, id), this.deps.clock(), caller);
  }
}
