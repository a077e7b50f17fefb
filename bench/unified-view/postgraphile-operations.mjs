/** The same questions in the schema that PostGraphile makes of the tables, and how its answers are brought into the hub's shape. */

const INSTITUTION = 'institution: accountInstitutionByInstitutionCode { code name }';

export const VIEW = `query View($id: UUID!) {
  beneficiary: beneficiaryByRowId(rowId: $id) {
    id: rowId paymentMethod
    person: personByCitizenId { personalId fullName yearOfBirth gender }
    area: administrativeUnitByAreaId { code name level }
    entitlements: entitlementsByBeneficiaryId {
      nodes { id: rowId programme: programmeByProgrammeCode { code name group } monthlyAmount validFrom legalBasis }
    }
    citizen: verdict { id: citizenId verdict source checkedAt }
    accounts { nodes { id: rowId kind ${INSTITUTION} number holderName status nameMatch checkedAt isPreferred } }
    payments(first: 12, orderBy: [ROW_ID_ASC]) {
      totalCount
      nodes {
        id: rowId period kind amount status receiverName updatedAt
        institution { code name }
        batch: paymentBatchByBatchId { id: rowId name status }
        attempts: paymentAttemptsByPaymentId { nodes { id: rowId reference status externalReference } }
      }
    }
  }
}`;

/** A filter by an area with all below it is no relation of one step: the usual way is a function that returns rows of the table. */
export const AREA_FUNCTION = `CREATE OR REPLACE FUNCTION social_protection.beneficiaries_of(area_code text)
  RETURNS SETOF social_protection.beneficiary LANGUAGE sql STABLE AS $$
    SELECT b.* FROM social_protection.beneficiary b
    WHERE b.area_id IN (SELECT descendant_id FROM social_protection.area_tree WHERE ancestor_code = area_code)
    ORDER BY b.id $$`;

export const PAGE = `query Page($area: String!) {
  beneficiaries: beneficiariesOf(areaCode: $area, first: 50) {
    nodes {
      id: rowId paymentMethod
      person: personByCitizenId { personalId fullName yearOfBirth }
      area: administrativeUnitByAreaId { code name }
      citizen: verdict { id: citizenId verdict checkedAt }
      accounts { nodes { id: rowId ${INSTITUTION} number status isPreferred } }
    }
  }
}`;

/** People's own fields move up from `person`, lists lose their `nodes`, money becomes a number. */
export function inHubShape(data) {
  const { beneficiary, beneficiaries } = data;
  if (beneficiary) return { beneficiary: personOf(beneficiary) };
  return { beneficiaries: { nodes: beneficiaries.nodes.map(personOf) } };
}

function personOf({ person, entitlements, accounts, payments, ...rest }) {
  return {
    ...rest,
    ...person,
    accounts: accounts.nodes,
    ...(entitlements
      ? {
          entitlements: entitlements.nodes.map((one) => ({
            ...one,
            monthlyAmount: Number(one.monthlyAmount),
          })),
        }
      : {}),
    ...(payments
      ? {
          payments: {
            totalCount: payments.totalCount,
            nodes: payments.nodes.map(({ attempts, amount, ...one }) => ({
              ...one,
              amount: Number(amount),
              attempts: attempts.nodes,
            })),
          },
        }
      : {}),
  };
}
