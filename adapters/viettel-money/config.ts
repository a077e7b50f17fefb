/** The configuration of the partnership with Viettel Money. */
import { gsmaConfigParser } from '../protocols/gsma/index.js';

export const parseConfig = gsmaConfigParser('viettel-money');
