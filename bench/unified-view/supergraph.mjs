/** The four subgraphs composed, with the addresses that they have in this run: `SUBGRAPHS` is JSON, name to URL. */
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

export async function composedSupergraph() {
  const services = await Promise.all(
    Object.entries(JSON.parse(process.env.SUBGRAPHS)).map(async ([name, url]) => {
      const { sdl } = await import(`./subgraphs/${name}.mjs`);
      return { name, url, typeDefs: parse(sdl) };
    }),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
