/** The configuration of the partnership with MobiFone Money. */
import { gsmaConfigParser } from '../protocols/gsma/index.js';

export const parseConfig = gsmaConfigParser('mobifone-money');
