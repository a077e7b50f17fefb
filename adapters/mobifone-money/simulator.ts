/** MobiFone Money as it would answer: the provider's side of GSMA Mobile Money API 1.2, with a book of its own. */
import { gsmaSimulator } from '../protocols/gsma/simulator/index.js';
import { partner } from './demo-partnership.js';

export const createSimulator = gsmaSimulator('mobifone-money', partner);
