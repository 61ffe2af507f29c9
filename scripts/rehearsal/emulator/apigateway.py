"""API Gateway (HTTP and WebSocket APIs).

Stands in for CreateDomainName and GetDomainName: moto answers no status, so Terraform never sees the domain become
available, nor the name and zone that a DNS record points to.
"""

from moto.apigatewayv2.models import DomainName
from moto.moto_api._internal import mock_random

# https://docs.aws.amazon.com/general/latest/gr/apigateway.html: zone of regional domains in us-east-1
REGIONAL_ZONE_ID = "Z1UJRXOUMOOFQ8"


def install():
    init = DomainName.__init__
    to_json = DomainName.to_json

    def available(self, *args, **kwargs):
        init(self, *args, **kwargs)
        for configuration in self.domain_name_configurations:
            configuration.setdefault("domainNameStatus", "AVAILABLE")
            name = f"d-{mock_random.get_random_hex(10)}.execute-api.us-east-1.amazonaws.com"
            configuration.setdefault("apiGatewayDomainName", name)
            configuration.setdefault("hostedZoneId", REGIONAL_ZONE_ID)
            configuration.setdefault("ipAddressType", "ipv4")

    def without_empty_authentication(self):
        answer = to_json(self)
        if not answer.get("mutualTlsAuthentication"):
            answer.pop("mutualTlsAuthentication", None)
        return answer

    DomainName.__init__ = available
    DomainName.to_json = without_empty_authentication
