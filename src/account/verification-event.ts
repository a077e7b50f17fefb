/** The event of one account's verification, as every use case writes it. */
import type { NewEvent } from '../event/index.js';
import type { AccountVerdict } from './account-verdict.js';

export interface VerifiedAccount extends AccountVerdict {
  readonly account_id: string;
  readonly citizen_id: string;
  readonly institution_code: string;
  readonly beneficiary_id: string | null;
  readonly area_id: string | null;
}

export function verificationEvent(
  { account_id, citizen_id, institution_code, beneficiary_id, area_id, status, nameMatch }: VerifiedAccount,
  change: Pick<NewEvent, 'statusFrom' | 'reason' | 'occurredAt'>,
): NewEvent {
  return {
    kind: 'verification',
    subjectId: account_id,
    beneficiaryId: beneficiary_id,
    citizenId: citizen_id,
    accountId: account_id,
    institutionCode: institution_code,
    areaId: area_id,
    statusTo: status,
    data: { accountStatus: status, nameMatch },
    ...change,
  };
}
