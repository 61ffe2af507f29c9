"""EC2.

Stands in for
  DescribeSubnets              moto lacks the filter ipv6-cidr-block-association.association-id, by which Terraform waits for
                               an IPv6 block, and answers the state of that block in a form of its own
  DescribeSecurityGroupRules   moto knows the description of a rule for addresses only, not of one for a security group
  DeleteNatGateway             AWS takes its network interface along
  DeleteVpc                    AWS takes its default network ACL along
"""

from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet


def install():
    _reading()
    _deleting()


def _reading():
    get_filter_value = Subnet.get_filter_value
    associations = Subnet.ipv6_cidr_block_association_set.fget

    def with_association(self, filter_name, method_name=None):
        if filter_name == "ipv6-cidr-block-association.association-id":
            return list(self.ipv6_cidr_block_associations)
        return get_filter_value(self, filter_name, method_name)

    def with_plain_state(self):
        found = associations(self)
        for association in found:
            association["ipv6CidrBlockState"] = {"state": association["ipv6CidrBlockState"]["state"]["State"]}
        return found

    def description(self):
        return self.ip_range.get("Description") or self.source_group.get("Description")

    SecurityGroupRule.description = property(description)
    Subnet.get_filter_value = with_association
    Subnet.ipv6_cidr_block_association_set = property(with_plain_state)


def _deleting():
    delete_nat_gateway = EC2Backend.delete_nat_gateway
    delete_vpc = EC2Backend.delete_vpc

    def with_interface(self, nat_gateway_id):
        gateway = delete_nat_gateway(self, nat_gateway_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    def with_network_acls(self, vpc_id):
        vpc = delete_vpc(self, vpc_id)
        self.network_acls = {name: acl for name, acl in self.network_acls.items() if acl.vpc_id != vpc_id}
        return vpc

    EC2Backend.delete_nat_gateway = with_interface
    EC2Backend.delete_vpc = with_network_acls
