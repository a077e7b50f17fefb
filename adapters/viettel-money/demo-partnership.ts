/** What Viettel would hand out to a partner, made up for demo and tests. */
import { gsmaDemoPartner } from '../protocols/gsma/simulator/index.js';

export const partner = gsmaDemoPartner();
