/** Lists of recipients from the registers that keep them. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { HubContext } from '../../graphql/index.js';
import { reportRecipients, type ReportRecipientsDeps } from '../report-recipients.js';
import { RecipientListInput, RecipientListReceipt } from './recipient.type.js';

@Resolver()
export class RecipientResolver {
  constructor(private readonly deps: ReportRecipientsDeps) {}

  @Mutation(() => RecipientListReceipt, {
    description:
      'For the adapter of social insurance: its recipients of one programme, area and month, page by page. Safe to repeat, in ' +
      'any order. Once the whole list has come, rights that it confirmed before and names no longer end with the month before. Roles: adapter (of the social insurance).',
  })
  async reportRecipients(
    @Ctx() { caller, refusedItems }: HubContext,
    @Arg('input', () => RecipientListInput, { description: 'One page of the list.' })
    { listId, ...page }: RecipientListInput,
  ): Promise<RecipientListReceipt> {
    return RecipientListReceipt.of(
      listId,
      await reportRecipients(this.deps, caller, { number: listId, ...page, refusedItems }),
    );
  }
}
