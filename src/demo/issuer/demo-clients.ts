/** The clients of the demo sign-in: one for every role, all with the secret `demo`. */

export interface DemoClient {
  readonly id: string;
  readonly secret: string;
  readonly claims: {
    readonly roles: readonly string[];
    readonly area?: string;
    readonly institution?: string;
    readonly purposes: readonly string[];
  };
}

export interface DemoClientOptions {
  /** Administrative unit codes that the officers belong to. */
  readonly provinceCode: string;
  readonly communeCode: string;
  /** The adapters that sign in as `adapter-<name>`, each for its institution's code. */
  readonly adapters: readonly { readonly name: string; readonly institution: string }[];
}

const OFFICER_PURPOSES = ['PAYMENT_PREPARATION', 'VERIFICATION', 'COMPLAINT', 'MONITORING'];

export function demoClients({
  provinceCode,
  communeCode,
  adapters,
}: DemoClientOptions): readonly DemoClient[] {
  return [
    client('demo-monitor', { roles: ['monitor'], purposes: ['MONITORING'] }),
    client('demo-officer', { roles: ['officer'], area: provinceCode, purposes: OFFICER_PURPOSES }),
    client('demo-commune-officer', { roles: ['officer'], area: communeCode, purposes: OFFICER_PURPOSES }),
    client('demo-approver', { roles: ['approver'], area: provinceCode, purposes: OFFICER_PURPOSES }),
    client('demo-treasurer', { roles: ['treasurer'], area: provinceCode, purposes: ['MONITORING'] }),
    client('demo-auditor', { roles: ['auditor'], purposes: ['AUDIT'] }),
    ...adapters.map(({ name, institution }) =>
      client(`adapter-${name}`, {
        roles: ['adapter'],
        institution,
        // A register only verifies; everyone else is told accounts and names in order to pay.
        purposes: [institution === 'CSDLDC' ? 'VERIFICATION' : 'PAYMENT_PREPARATION'],
      }),
    ),
  ];
}

function client(id: string, claims: DemoClient['claims']): DemoClient {
  return { id, secret: 'demo', claims };
}
