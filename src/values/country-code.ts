/** The code of the administrative unit above all others, in the reference data and in tokens. */
export const COUNTRY_CODE = 'VN';
