/** The key under which a client may repeat a mutation, the same on every mutation that makes things or moves money. */
import { Arg, Field } from 'type-graphql';
import { InvalidInput } from './shared-types.js';

const OPTIONS = {
  nullable: true,
  description:
    'Yours: a UUID for each thing that you mean to do, the same in every repeat of it. A repeat within 30 days does nothing and ' +
    'answers what the first answered; the same key with another input is InvalidInput.',
} as const;

/** On a member of an input. */
export const IdempotencyKeyField = (): PropertyDecorator => Field(() => String, OPTIONS);

/** On a parameter of a mutation that has no input. */
export const IdempotencyKeyArg = () => Arg('idempotencyKey', () => String, OPTIONS);

/** A key that cannot be used. */
export function invalidKey(message: string, ...path: readonly string[]): InvalidInput {
  return new InvalidInput(message, [...path, 'idempotencyKey']);
}
