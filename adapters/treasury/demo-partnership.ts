/** What a budget unit and its Treasury office agree on before the first order, made up for demo and tests: codes, two pairs of keys. */
import { demoPartner, type DemoPartnership, institutionKeys, partnerKeys } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const unit = { unitCode: '1052837', estimateAccount: '9523.2.1052837' };
  const [ours, theirs] = [partnerKeys(), institutionKeys()];
  return {
    settings: { ...unit, privateKey: theirs.privateKeyPem, unitPublicKey: ours.publicKeyPem },
    config: {
      ...unit,
      unitName: 'ĐƠN VỊ CHI TRẢ DEMO',
      treasuryCode: '1161',
      budget: { chapter: '424', section: '398', item: '7449' },
      // The payer's account of the demo is at BIDV.
      payer: { account: '12010001234567', bank: '970418', name: 'AN SINH HUB DEMO PAYER' },
      privateKey: ours.privateKeyPem,
      treasuryPublicKey: theirs.publicKeyPem,
      pollIntervalMs: 300,
      ratePerSecondMax: 100,
      serviceHours: 'AROUND_THE_CLOCK',
    },
  };
}
