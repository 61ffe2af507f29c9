"""Application Auto Scaling.

Stands in for ListTagsForResource, TagResource and UntagResource; RegisterScalableTarget keeps its tags.
"""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

_tags = {}


def install():
    register = ApplicationAutoScalingResponse.register_scalable_target

    def register_scalable_target(self):
        answer = register(self)
        tags = self._get_param("Tags")
        if tags:
            _tags.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(tags)
        return answer

    ApplicationAutoScalingResponse.register_scalable_target = register_scalable_target
    for operation in (list_tags_for_resource, tag_resource, untag_resource):
        setattr(ApplicationAutoScalingResponse, operation.__name__, operation)


def list_tags_for_resource(self):
    return json.dumps({"Tags": _tags.get(self._get_param("ResourceARN"), {})})


def tag_resource(self):
    _tags.setdefault(self._get_param("ResourceARN"), {}).update(self._get_param("Tags"))
    return "{}"


def untag_resource(self):
    tags = _tags.get(self._get_param("ResourceARN"), {})
    for key in self._get_param("TagKeys"):
        tags.pop(key, None)
    return "{}"
