/** The configuration of the partnership with VNPT Money. */
import { gsmaConfigParser } from '../protocols/gsma/index.js';

export const parseConfig = gsmaConfigParser('vnpt-money');
