/** Looks at every text that a client passes in, once, where it enters: what cannot be kept is the caller's fault, and no resolver, store
 *  or library has to expect it. */
import {
  getNullableType,
  GraphQLID,
  GraphQLString,
  isInputObjectType,
  isListType,
  type GraphQLArgument,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { HubError, textProblem } from '../values/index.js';

/** Why a value cannot be taken, after the place in it: `input.name: It holds …`. Undefined: it can. */
export type ArgumentCheck = (value: unknown, at: string) => string | undefined;

/** @throws HubError BAD_USER_INPUT that names the argument and never its value */
export type CheckArguments = (args: Readonly<Record<string, unknown>>) => void;

/** @param isJudgedAlone the input types whose objects are judged one by one, by whoever takes them
 *  @returns undefined where no argument has a text in it */
export function compileCheck(
  args: readonly GraphQLArgument[],
  isJudgedAlone: (type: GraphQLInputObjectType) => boolean,
): CheckArguments | undefined {
  const checks = args.flatMap(({ name, type }) => {
    const check = checkOf(type, isJudgedAlone);
    return check === undefined ? [] : [{ name, check }];
  });
  if (checks.length === 0) return undefined;
  return (values) => {
    for (const { name, check } of checks) {
      const problem = check(values[name], name);
      if (problem !== undefined) throw new HubError('BAD_USER_INPUT', `Invalid value for ${problem}`);
    }
  };
}

/** A check of all texts in a value of the type; undefined where there can be none. Input types do not contain themselves. */
export function checkOf(
  type: GraphQLInputType,
  isJudgedAlone: (type: GraphQLInputObjectType) => boolean = () => false,
): ArgumentCheck | undefined {
  const bare = getNullableType(type);
  if (bare === GraphQLString || bare === GraphQLID) return checkText;
  if (isListType(bare)) return checkOfList(checkOf(bare.ofType, isJudgedAlone));
  if (!isInputObjectType(bare) || isJudgedAlone(bare)) return undefined;
  return checkOfObject(
    Object.values(bare.getFields()).flatMap((field) => {
      const check = checkOf(field.type, isJudgedAlone);
      return check === undefined ? [] : [{ name: field.name, check }];
    }),
  );
}

function checkText(value: unknown, at: string): string | undefined {
  const problem = typeof value === 'string' ? textProblem(value) : undefined;
  return problem === undefined ? undefined : `${at}: ${problem}`;
}

function checkOfList(check: ArgumentCheck | undefined): ArgumentCheck | undefined {
  if (check === undefined) return undefined;
  return (value, at) => {
    if (!Array.isArray(value)) return undefined;
    for (const [index, item] of value.entries()) {
      const problem = check(item, `${at}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function checkOfObject(
  fields: readonly { readonly name: string; readonly check: ArgumentCheck }[],
): ArgumentCheck | undefined {
  if (fields.length === 0) return undefined;
  return (value, at) => {
    if (typeof value !== 'object' || value === null) return undefined;
    for (const { name, check } of fields) {
      const problem = check((value as Record<string, unknown>)[name], at === '' ? name : `${at}.${name}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}
