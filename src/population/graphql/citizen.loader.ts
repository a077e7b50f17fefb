/** What a request asks of citizens, gathered: one statement a tick. */
import type DataLoader from 'dataloader';
import type { InScope } from '../../access/index.js';
import { defineLoader, inOrderOf, type HubContext } from '../../graphql/index.js';
import { findCitizens, type CitizenRow } from '../citizen-store.js';
import type { PopulationDeps } from '../population-deps.js';

export type CitizenLoader = (context: HubContext) => DataLoader<string, InScope<CitizenRow> | null, unknown>;

export function createCitizenLoader({ db, policy }: PopulationDeps): CitizenLoader {
  return defineLoader<string, InScope<CitizenRow> | null>(async (ids, scope) =>
    inOrderOf(ids, await findCitizens(db, ids, scope, policy.freshnessDays), (row) => row.citizen_id),
  );
}
