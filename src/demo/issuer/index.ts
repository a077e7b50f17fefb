/** The demo's OpenID Connect issuer and its clients. */
export { demoClients, type DemoClient, type DemoClientOptions } from './demo-clients.js';
export { createDemoIssuer, type DemoIssuer, type DemoIssuerOptions } from './demo-issuer.js';
