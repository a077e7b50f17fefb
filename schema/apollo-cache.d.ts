/** Of `apollo-cache.js`, which is generated: for `new InMemoryCache({ possibleTypes, typePolicies })`. */
import type { TypePolicies } from '@apollo/client';

export declare const possibleTypes: Record<string, string[]>;
export declare const typePolicies: TypePolicies;
