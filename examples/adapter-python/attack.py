"""Plays an institution that misbehaves, and everybody around the hub who does not. Each attack of ../attacks is carried
out against payments of its own; what must hold afterwards is judged in attacker/ending.py.

    python3 attack.py [NAME …]

Prints a JSON line for each attack, with its complaints, and ends with 1 where there are any. Meant for a hub of its own that
runs no adapters: HUB_ADAPTERS=none npm start. README.md says more."""
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from attacker.book import Book
from attacker.ending import Ending
from attacker.intents import Intents
from attacker.patient import PatientHub
from attacker.people import People
from attacker.register import Register
from attacker.steps import Attack

ATTACKS = Path(__file__).parent.parent / "attacks"
AREA = "37"


class World:
    def __init__(self, hub_url):
        def sign_in(name):
            return PatientHub(hub_url, f"{hub_url}/oidc/token", name, "demo")

        officer = sign_in("demo-officer")
        self.institution = sign_in("adapter-bidv")
        self.other_institution = "AGRIBANK"
        banks = [self.institution, sign_in("adapter-agribank")]
        self.book = Book()
        self.people = People(officer, sign_in("demo-approver"), sign_in("demo-treasurer"), AREA, "BIDV")
        self.register = Register(officer, sign_in("adapter-population"), banks, AREA)
        self.intents = Intents(self.people)
        self.dead = set()
        self.periods = months()
        for bank in banks:
            # Whoever has claimed once can be paid through.
            bank.ask('mutation { claimPayments(limit: 0, worker: "attack") { id } }')


def months():
    today = datetime.now(timezone(timedelta(hours=7)))
    later = today.replace(day=1) + timedelta(days=32)
    return f"{today:%Y-%m}", f"{later:%Y-%m}"


def main():
    world = World(os.environ.get("HUB_URL", "http://localhost:4000"))
    files = sorted(ATTACKS.glob("*.json"))
    scripts = [script for file in files for script in json.loads(file.read_text(encoding="utf-8"))]
    wanted = sys.argv[1:]
    attacks = [Attack(script, world) for script in scripts if not wanted or script["name"] in wanted]
    world.register.check_everybody()
    world.people.make_batch(world.periods[0])
    for attack in attacks:
        attack.take_payments()
    for attack in attacks:
        attack.run()
    for attack in attacks:
        attack.end_session()
    Ending(world).run()
    sys.exit(tell(attacks, world))


def tell(attacks, world):
    """Complaints about a payment belong to the attack that it was under."""
    complaints = dict(world.intents.complaints)
    for attack in attacks:
        for case in attack.cases:
            attack.complaints += complaints.pop(case.intent, [])
        print(json.dumps({"attack": attack.name, "complaints": attack.complaints}))
    others = [text for texts in complaints.values() for text in texts]
    print(json.dumps({"attack": "everybody-else", "complaints": others, "bookings": len(world.book.bookings)}))
    return 1 if others or any(attack.complaints for attack in attacks) else 0


if __name__ == "__main__":
    main()
