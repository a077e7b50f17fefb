/** Viettel Money as it would answer: the provider's side of GSMA Mobile Money API 1.2, with a book of its own. */
import { startSimulator, type CreateSimulator } from '../kit/simulator/index.js';
import { amountMaxOfLaw, provider } from '../protocols/gsma/simulator/index.js';
import { basePath, readPartnership } from './demo-partnership.js';

export const createSimulator: CreateSimulator = (options) =>
  startSimulator('viettel-money', options, (world) => {
    const { apiKey, clientId } = readPartnership(world.dataDir);
    return provider(world, { basePath, apiKey, clientId, amountMax: amountMaxOfLaw });
  });
