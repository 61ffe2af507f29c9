"""SES.

Stands in for CreateEmailIdentity (version 2): moto keeps an identity's tags under another ARN than AWS's, by which
Terraform reads them.
"""

from moto.sesv2.responses import SESV2Response


def install():
    create = SESV2Response.create_email_identity

    def create_email_identity(self):
        answer = create(self)
        tags = self._get_param("Tags")
        if tags:
            name = self._get_param("EmailIdentity")
            arn = f"arn:aws:ses:{self.region}:{self.current_account}:identity/{name}"
            self.sesv2_backend.tag_resource(arn, tags)
        return answer

    SESV2Response.create_email_identity = create_email_identity
