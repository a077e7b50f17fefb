/** Account numbers as institutions take them. A number is checked before it is kept: a wrong one costs a failed payment. */

/** Kinds of institution that hold accounts. */
export const ACCOUNT_KINDS = ['BANK', 'WALLET', 'MOBILE_MONEY'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export function isAccountKind(kind: string): kind is AccountKind {
  return (ACCOUNT_KINDS as readonly string[]).includes(kind);
}

const BANK_NUMBER = /^\d{6,19}$/;
const MOBILE_NUMBER = /^0[35789]\d{8}$/;

/** Prefixes of each operator's numbers (Quy hoạch kho số viễn thông): its mobile money is tied to its own subscribers. */
const OPERATOR_PREFIXES: Readonly<Record<string, RegExp>> = {
  VIETTEL_MONEY: /^(03[2-9]|086|09[678])/,
  VNPT_MONEY: /^(08[12345]|088|091|094)/,
  MOBIFONE_MONEY: /^(070|07[6-9]|089|090|093)/,
};

export type ParsedNumber =
  { readonly isValid: true; readonly number: string } | { readonly isValid: false; readonly problem: string };

/** Takes a number as people write it: spaces, dots and dashes go, +84 becomes 0.
 *  @returns the number as institutions take it, or what is wrong, never repeating the number */
export function parseAccountNumber(kind: AccountKind, institution: string, text: string): ParsedNumber {
  const digits = text.replace(/[\s.-]/g, '');
  if (kind === 'BANK') {
    return BANK_NUMBER.test(digits) ? valid(digits) : invalid('A bank account number has 6 to 19 digits.');
  }
  const mobile = digits.replace(/^(\+84|0084|84(?=\d{9}$))/, '0');
  if (!MOBILE_NUMBER.test(mobile))
    return invalid('This account is a Vietnamese mobile number, such as 0987654321.');
  const prefixes = kind === 'MOBILE_MONEY' ? OPERATOR_PREFIXES[institution] : undefined;
  if (prefixes && !prefixes.test(mobile)) return invalid('The mobile number is another operator’s.');
  return valid(mobile);
}

const valid = (number: string): ParsedNumber => ({ isValid: true, number });
const invalid = (problem: string): ParsedNumber => ({ isValid: false, problem });
