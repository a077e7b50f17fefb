/** What a field may give at most, and what it costs: said once at the field, written into its description, and enforced. */
import { isInterfaceType, isListType, isObjectType, getNullableType, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';

/** The most elements of a list without pages. A longer one fails its field: the executor reads `listMax`. */
export function AtMost(listMax: number): MethodDecorator & PropertyDecorator {
  return Extensions({ listMax });
}

/** What a field costs beside the values below it, in values: the estimate before an operation runs reads `weight`. */
export function Weighs(weight: number): MethodDecorator & PropertyDecorator {
  return Extensions({ weight });
}

/** Writes the bounds into the descriptions, so that whoever reads the schema knows them. */
export function stateBounds(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields())) {
      const { listMax, weight } = field.extensions as { listMax?: number; weight?: number };
      if (listMax !== undefined && !isListType(getNullableType(field.type)))
        throw new Error(`${type.name}.${field.name} is no list.`);
      const said = field.description ?? '';
      const bounds = [
        ...(listMax === undefined || SAYS_MOST.test(said) ? [] : [`At most ${shown(listMax)}.`]),
        ...(weight === undefined ? [] : [`Counts as ${shown(weight)} values.`]),
      ];
      if (bounds.length > 0) field.description = [said, ...bounds].join(' ');
    }
  }
}

const SAYS_MOST = /\bat most [\d,]+/i;

function shown(count: number): string {
  return count.toLocaleString('en-US');
}
