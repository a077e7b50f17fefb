/** What is asked: one person with everything, and a page of fifty. */

const ACCOUNT = `id kind institution { code name isReachable } number holderName holder { id verdict } status nameMatch checkedAt isStale`;

export const operations = {
  'one view': {
    source: `query View($id: ID!) {
      beneficiary(id: $id) {
        id personalId fullName yearOfBirth gender paymentMethod
        area { code name level }
        citizen { id verdict source checkedAt isStale }
        entitlements { id programme { code name group } monthlyAmount coefficient validFrom legalBasis }
        accounts { ${ACCOUNT} isPreferred }
        payTo { ${ACCOUNT} }
        payments(first: 12) {
          totalCount
          nodes { id period kind amount status receiverName updatedAt institution { code name } batch { id name status }
            attempts { id reference status institution { code } } }
        }
      }
    }`,
    variables: (turn) => ({ id: `ben_${turn % 200}` }),
  },
  'list of 50': {
    source: `query Page($first: Int!) {
      beneficiaries(first: $first) {
        id personalId fullName yearOfBirth paymentMethod area { code name }
        citizen { id verdict checkedAt isStale }
        payTo { id institution { code name } number status isStale }
      }
    }`,
    variables: () => ({ first: 50 }),
  },
};
