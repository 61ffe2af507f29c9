"""SQS.

Stands in for GetQueueAttributes and SetQueueAttributes: AWS writes a redrive policy without spaces and knows the redrive
allow policy; moto adds spaces, which Terraform takes for a change, and drops the latter.
"""

import json

from moto.sqs.models import Queue

ALLOW = "RedriveAllowPolicy"


def install():
    attributes = Queue.attributes.fget
    set_attributes = Queue._set_attributes

    def as_aws_writes(self):
        answer = attributes(self)
        if answer.get("RedrivePolicy"):
            answer["RedrivePolicy"] = json.dumps(json.loads(answer["RedrivePolicy"]), separators=(",", ":"))
        if getattr(self, "redrive_allow_policy", None):
            answer[ALLOW] = self.redrive_allow_policy
        return answer

    def with_allow_policy(self, new, *args, **kwargs):
        if ALLOW in new:
            self.redrive_allow_policy = new[ALLOW]
        set_attributes(self, {name: value for name, value in new.items() if name != ALLOW}, *args, **kwargs)

    Queue.attributes = property(as_aws_writes)
    Queue._set_attributes = with_allow_policy
