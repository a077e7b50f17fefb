/** A row that was understood: what the import writes, in the hub's own types. */
import type { Dong } from '../../values/index.js';
import type { Gender, NoAccountReason, PaymentMethod } from './choice-word.js';

export interface ListedPerson {
  /** Absent while the person has none. */
  readonly personalId?: string;
  readonly oldIdNumber?: string;
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender?: Gender;
}

export interface ListedAccountCell {
  readonly institutionCode: string;
  readonly number: string;
  readonly holderName: string;
}

export interface ListedReceiver {
  readonly fullName: string;
  readonly personalId: string;
  readonly relationship: string;
  readonly documentRef: string;
  readonly validTo?: string;
  readonly account?: ListedAccountCell;
}

export interface ListRow {
  readonly rowNumber: number;
  readonly person: ListedPerson;
  /** The commune of today that the row means. */
  readonly areaId: string;
  readonly address?: string;
  readonly programmeCode: string;
  readonly coefficient: string;
  readonly monthlyAmount: Dong;
  /** Absent where the list does not say: from the month of the import. */
  readonly validFrom?: string;
  readonly legalBasis: string;
  readonly paymentMethod: PaymentMethod;
  readonly noAccountReason?: NoAccountReason;
  readonly account?: ListedAccountCell;
  readonly receiver?: ListedReceiver;
}
