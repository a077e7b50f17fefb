/** Enums of the API: one object that is the TypeScript union, the list of values, and their descriptions. */
import { registerEnumType } from 'type-graphql';

/** Registers an enum whose values are described one by one, and returns it as an object of its values. */
export function defineEnum<const T extends Record<string, string>>(
  name: string,
  description: string,
  values: T,
): { readonly [K in keyof T]: K } {
  const object: Record<string, string> = Object.fromEntries(
    Object.keys(values).map((value) => [value, value]),
  );
  registerEnumType(object, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      Object.entries(values).map(([value, text]) => [value, { description: text }]),
    ),
  });
  return object as { [K in keyof T]: K };
}
