"""The book of the institution that misbehaves: what it has really done with money. It books whatever it likes."""


class Book:
    def __init__(self):
        self.bookings = []

    def book(self, reference, amount, is_right_account=True):
        booking = {
            "reference": reference,
            "amount": amount,
            "isRightAccount": is_right_account,
            "number": f"X{len(self.bookings) + 1:08d}",
            "isGivenBack": False,
        }
        self.bookings.append(booking)
        return booking

    def give_back(self, reference):
        self.of(reference)[-1]["isGivenBack"] = True

    def of(self, reference):
        return [booking for booking in self.bookings if booking["reference"] == reference]

    def credits(self, references):
        """What lies in the receiver's own account, and stays there."""
        return [
            booking
            for reference in references
            for booking in self.of(reference)
            if booking["isRightAccount"] and not booking["isGivenBack"]
        ]

    def truth(self, references, amount):
        """The decision that is right, if people have to take one about these attempts of one payment."""
        credits = self.credits(references)
        if any(booking["amount"] == amount for booking in credits):
            return "WAS_PAID"
        if credits:
            return "PAID_OTHER_AMOUNT"
        strays = [booking for reference in references for booking in self.of(reference) if not booking["isGivenBack"]]
        return "PAID_OTHER_ACCOUNT" if strays else "WAS_NOT_PAID"
