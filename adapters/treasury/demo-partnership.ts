/** What a budget unit and its Treasury office agree on before the first order, made up for demo and tests: codes, two pairs of keys. */
import { generateKeyPairSync } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const unit = { unitCode: '1052837', estimateAccount: '9523.2.1052837' };
  const [ours, theirs] = [keyPair(), keyPair()];
  return {
    settings: { ...unit, privateKey: theirs.privateKey, unitPublicKey: ours.publicKey },
    config: {
      ...unit,
      unitName: 'ĐƠN VỊ CHI TRẢ DEMO',
      treasuryCode: '1161',
      budget: { chapter: '424', section: '398', item: '7449' },
      // The payer's account of the demo is at BIDV.
      payer: { account: '12010001234567', bank: '970418', name: 'AN SINH HUB DEMO PAYER' },
      privateKey: ours.privateKey,
      treasuryPublicKey: theirs.publicKey,
      pollIntervalMs: 300,
      ratePerSecondMax: 100,
      serviceHours: 'AROUND_THE_CLOCK',
    },
  };
}

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
