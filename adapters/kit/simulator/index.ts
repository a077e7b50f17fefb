/** The door for every `adapters/<name>/simulator.ts`. */
export { demoPartner, type DemoPartner, type DemoPartnership } from './demo-partnership.js';
export { type DemoKeys, institutionKeys, partnerKeys } from './demo-keys.js';
export { type DemoSigner, demoSigner } from './demo-signer.js';
export { selfSignedCertificate } from './self-signed-certificate.js';
export { demoAuthority } from './demo-certificate.js';
export type { DrawnFault, Faults, Strike } from './faults.js';
export { FaultPlan } from './faults.js';
export { Journal } from './journal.js';
export type { LedgerEntry } from './ledger.js';
export type { SimulatedAccount, SimulatedCitizen, SimulatedRecipient } from './registry.js';
export type {
  CallBack,
  CreateSimulator,
  Simulator,
  SimulatorHandler,
  SimulatorOptions,
  SimulatorReply,
  SimulatorRequest,
  SimulatorWorld,
} from './simulator.js';
export { startSimulator } from './start-simulator.js';
