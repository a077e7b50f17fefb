/** Takes the caller's own values out of the messages of graphql-js and its relatives: they repeat what was sent, and what was
 *  sent may be a personal id, an account number or a name. */
import { TokenKind, type GraphQLError, type Location, type Token } from 'graphql';

/** The message with no value in it, or undefined when it is not about a value. */
export function valueFreeMessage(error: GraphQLError): string | undefined {
  return ofVariable(error.message) ?? ofArgument(error.message) ?? ofLiteral(error);
}

/** A syntax error's message quotes the token that it stumbled over. */
export function valueFreeSyntaxMessage(message: string): string {
  return message.replace(/\b(String|BlockString|Int|Float|Comment) ".*"/s, '$1').replace(/: ".*"\.$/s, '.');
}

function ofVariable(message: string): string | undefined {
  const named = /^Variable "\$(\w+)" (got|has) invalid value/.exec(message);
  if (named === null) return undefined;
  const name = named[1] ?? '';
  // A path that does not start with the variable's name is part of the value, not of the message.
  const path = new RegExp(` at "(${name}(?:\\.[A-Za-z_]\\w*|\\[\\d{1,6}\\])*)"; `).exec(message)?.[1] ?? name;
  return `Invalid value for $${path}${expected(message)}.`;
}

function ofArgument(message: string): string | undefined {
  const named = /^Argument "(\w+)" has invalid value/.exec(message);
  return named === null ? undefined : `Invalid value for ${named[1]}.`;
}

/** A literal in the document: the node that is wrong is a value, and the words before it say of what. */
function ofLiteral(error: GraphQLError): string | undefined {
  const node = error.nodes?.[0];
  if (node === undefined || !node.kind.endsWith('Value') || node.loc === undefined) return undefined;
  return `Invalid value for ${nameBefore(node.loc) ?? 'an argument'}${expected(error.message)}.`;
}

function nameBefore(location: Location): string | undefined {
  let depth = 0;
  let token: Token | null = location.startToken.prev;
  while (token !== null) {
    if (token.kind === TokenKind.BRACKET_R || token.kind === TokenKind.BRACE_R) depth += 1;
    if (token.kind === TokenKind.BRACKET_L || token.kind === TokenKind.BRACE_L) depth -= 1;
    if (token.kind === TokenKind.COLON && depth <= 0) {
      return token.prev?.kind === TokenKind.NAME ? token.prev.value : undefined;
    }
    token = token.prev;
  }
  return undefined;
}

/** The type, where the message ends by naming it: what stands there comes from the schema. */
function expected(message: string): string {
  const type =
    /^Expected value of type "([\w![\]]+)"/.exec(message)?.[1] ??
    /; Expected type "?([\w![\]]+)"?(?:[;.]| |$)/.exec(message)?.[1] ??
    /does not exist in "(\w+)" enum\.(?: Did you mean [^?]*\?)?$/.exec(message)?.[1];
  return type === undefined ? '' : `, expected ${type}`;
}
