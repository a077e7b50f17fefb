/** By id: whether somebody else's account, person, payment or batch exists. */
import { askAs, type Attack } from './attack.js';

const IDS = `{ payments(first: 100) { nodes { id account { id } batch { id } beneficiary { id area { code } citizen { id } } } } }`;
const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
const OF_NOBODY = 'pay_01h455vb4pex5vsknk084sn02q';

interface Line {
  readonly id: string;
  readonly account: { readonly id: string } | null;
  readonly batch: { readonly id: string };
  readonly beneficiary: {
    readonly id: string;
    readonly area: { readonly code: string };
    readonly citizen: { readonly id: string };
  };
}

export const findForeignNodes: Attack = async (hub) => {
  const { data } = await askAs(hub, 'officer', IDS);
  const { data: own } = await askAs(hub, 'commune-officer', '{ viewer { area { code } } }');
  const foreign = (data.payments.nodes as readonly Line[]).filter(
    ({ beneficiary }) => beneficiary.area.code !== own.viewer.area.code,
  );
  const ids = foreign
    .slice(0, 5)
    .flatMap(({ id, account, beneficiary: { id: ben, citizen } }) => [
      ...[id, ben, citizen.id],
      ...(account ? [account.id] : []),
    ]);
  const nothing = JSON.stringify(await askAs(hub, 'commune-officer', NODE, { variables: { id: OF_NOBODY } }));
  let told = 0;
  for (const id of ids)
    if (JSON.stringify(await askAs(hub, 'commune-officer', NODE, { variables: { id } })) !== nothing)
      told += 1;
  return {
    got: `${told} of ${ids.length} ids are told apart from nobody's`,
    held: ids.length > 0 && told === 0,
  };
};
