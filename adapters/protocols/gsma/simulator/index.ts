/** The provider's side of GSMA Mobile Money API 1.2, for the simulators of providers that speak it. */
export { gsmaDemoPartner, gsmaSimulator } from './demo-provider.js';
