/** Before the attack: everybody is alive and has an account at their bank. During it somebody may die. */
import { randomUUID } from 'node:crypto';

const ASK = (mutation) => `mutation ($input: RequestChecksInput!) { ${mutation}(input: $input) { queued } }`;
const CLAIM_CITIZENS = 'mutation { claimCitizenChecks(limit: 1000, worker: "attack") { id personalId } }';
const REPORT_CITIZENS =
  'mutation ($reports: [CitizenCheckReport!]!) { reportCitizenChecks(reports: $reports) { outcome } }';
const CLAIM_ACCOUNTS = 'mutation { claimAccountChecks(limit: 1000, worker: "attack") { id holderName } }';
const REPORT_ACCOUNTS =
  'mutation ($reports: [AccountCheckReport!]!) { reportAccountChecks(reports: $reports) { outcome } }';

export class Register {
  #officer;
  #population;
  #banks;
  #area;

  constructor({ officer, population, banks, area }) {
    this.#officer = officer;
    this.#population = population;
    this.#banks = banks;
    this.#area = area;
  }

  async checkEverybody() {
    for (const mutation of ['requestCitizenChecks', 'requestAccountChecks'])
      await this.#officer.ask(ASK(mutation), { input: { area: this.#area } });
    while ((await this.#answerCitizens('MATCH')) > 0);
    for (const bank of this.#banks) while ((await answerAccounts(bank)) > 0);
  }

  async letDie(beneficiaryId) {
    const input = { beneficiaryIds: [beneficiaryId], onlyStale: false };
    await this.#officer.ask(ASK('requestCitizenChecks'), { input });
    await this.#answerCitizens('DECEASED');
  }

  async #answerCitizens(verdict) {
    const { claimCitizenChecks: tasks } = await this.#population.ask(CLAIM_CITIZENS, {});
    const checkedAt = new Date().toISOString();
    const reports = tasks.map(({ id: taskId }) => ({ reportId: randomUUID(), taskId, verdict, checkedAt }));
    if (reports.length > 0) await this.#population.ask(REPORT_CITIZENS, { reports });
    return tasks.length;
  }
}

async function answerAccounts(bank) {
  const { claimAccountChecks: tasks } = await bank.ask(CLAIM_ACCOUNTS, {});
  const said = { accountState: 'OPEN', checkedAt: new Date().toISOString() };
  const reports = tasks.map(({ id: taskId, holderName: returnedName }) => ({
    ...{ reportId: randomUUID(), taskId, returnedName },
    ...said,
  }));
  if (reports.length > 0) await bank.ask(REPORT_ACCOUNTS, { reports });
  return tasks.length;
}
