/** The book of the institution that misbehaves: what it has really done with money. It books whatever it likes. */
export class Book {
  bookings = [];

  book({ reference, amount, isRightAccount = true }) {
    const number = `X${String(this.bookings.length + 1).padStart(8, '0')}`;
    this.bookings.push({ reference, amount, isRightAccount, number, isGivenBack: false });
  }

  giveBack(reference) {
    this.of(reference).at(-1).isGivenBack = true;
  }

  of(reference) {
    return this.bookings.filter((booking) => booking.reference === reference);
  }

  /** What lies in the receiver's own account, and stays there. */
  credits(references) {
    return this.#standing(references).filter(({ isRightAccount }) => isRightAccount);
  }

  /** The decision that is right, if people have to take one about these attempts of one payment. */
  truth(references, amount) {
    const credits = this.credits(references);
    if (credits.some((booking) => booking.amount === amount)) return 'WAS_PAID';
    if (credits.length > 0) return 'PAID_OTHER_AMOUNT';
    return this.#standing(references).length > 0 ? 'PAID_OTHER_ACCOUNT' : 'WAS_NOT_PAID';
  }

  #standing(references) {
    return this.bookings.filter(
      ({ reference, isGivenBack }) => references.includes(reference) && !isGivenBack,
    );
  }
}
