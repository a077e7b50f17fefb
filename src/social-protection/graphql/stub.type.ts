/** Types of other owners: their key, so that `node` and references can point at them. */
import { Directive, ObjectType } from 'type-graphql';
import { Node } from '../../graphql/index.js';
import { formatId } from '../../values/index.js';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Citizen', { implements: Node })
export class CitizenStub extends Node {
  readonly __typename = 'Citizen';

  static of(uuid: string): CitizenStub {
    return Object.assign(new CitizenStub(), { id: formatId('cit', uuid) });
  }
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Account', { implements: Node })
export class AccountStub extends Node {
  readonly __typename = 'Account';
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Payment', { implements: Node })
export class PaymentStub extends Node {
  readonly __typename = 'Payment';
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('PaymentBatch', { implements: Node })
export class PaymentBatchStub extends Node {
  readonly __typename = 'PaymentBatch';
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('ReconciliationException', { implements: Node })
export class ExceptionStub extends Node {
  readonly __typename = 'ReconciliationException';
}
