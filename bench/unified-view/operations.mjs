/** What is asked of every contestant that speaks the hub's schema, and with which variables. */

export const VIEW = `query View($id: ID!) {
  beneficiary(id: $id) {
    id personalId fullName yearOfBirth gender paymentMethod
    area { code name level }
    entitlements { id programme { code name group } monthlyAmount validFrom legalBasis }
    citizen { id verdict source checkedAt }
    accounts { id kind institution { code name } number holderName status nameMatch checkedAt isPreferred }
    payments(first: 12) {
      totalCount
      nodes {
        id period kind amount status receiverName updatedAt
        institution { code name }
        batch { id name status }
        attempts { id reference status externalReference }
      }
    }
  }
}`;

export const PAGE = `query Page($area: ID!) {
  beneficiaries(filter: { area: $area }, first: 50) {
    nodes {
      id personalId fullName yearOfBirth paymentMethod
      area { code name }
      citizen { id verdict checkedAt }
      accounts { id institution { code name } number status isPreferred }
    }
  }
}`;

export const OPERATIONS = {
  'one view': { source: VIEW, variables: ({ people }, turn) => ({ id: people[turn % people.length] }) },
  'page of 50': { source: PAGE, variables: ({ areas }, turn) => ({ area: areas[turn % areas.length] }) },
};
