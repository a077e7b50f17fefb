/** What the register's owner and an agency agree on before the first question, made up for demo and tests. */
import { randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership, (simulatorUrl) => ({
  url: `${simulatorUrl}/dancu/v1`,
}));

function createPartnership(): DemoPartnership {
  const shared = {
    // The service is known to the platform by its public name, not by the address of a security server.
    signedUrl: 'https://ndxp.example/dancu/v1',
    user: 'demo-agency',
    secretKey: randomBytes(24).toString('hex'),
    apiKey: randomBytes(12).toString('hex'),
    xRoadClient: 'VN/GOV/DEMO/AN-SINH-HUB',
    serviceCode: 'G99-ASXH',
  };
  const lifeStatus = { operation: 'KiemTraTinhTrangCongDan', integrationCode: '039' };
  return { settings: shared, config: { ...shared, lifeStatus } };
}
