"""Route 53.

Stands in for CreateHostedZone: moto also lists the name servers of a zone as a reusable delegation set, which nobody made
and which outlives the zone.
"""

from moto.route53.models import Route53Backend


def install():
    create = Route53Backend.create_hosted_zone

    def create_hosted_zone(self, *args, **kwargs):
        zone = create(self, *args, **kwargs)
        # moto takes the id away from a set that belongs to one zone, and leaves it in the list.
        self.delegation_sets = {name: kept for name, kept in self.delegation_sets.items() if kept.id}
        return zone

    Route53Backend.create_hosted_zone = create_hosted_zone
