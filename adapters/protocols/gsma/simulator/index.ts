/** The provider's side of GSMA Mobile Money API 1.2, for the simulators of providers that speak it. */
export { amountMaxOfLaw, provider, type ProviderProfile } from './provider.js';
