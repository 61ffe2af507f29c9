"""Budgets.

Stands in for DescribeSubscribersForNotification, CreateSubscriber, DeleteSubscriber, UpdateSubscriber,
ListTagsForResource, TagResource, UntagResource, UpdateBudget and UpdateNotification; CreateBudget keeps its tags.
"""

import json

from moto.budgets.exceptions import NotFoundException
from moto.budgets.responses import BudgetsResponse

_tags = {}


def install():
    create = BudgetsResponse.create_budget

    def create_budget(self):
        answer = create(self)
        arn = f"arn:aws:budgets::{self._get_param('AccountId')}:budget/{self._get_param('Budget')['BudgetName']}"
        _tags[arn] = {tag["Key"]: tag["Value"] for tag in self._get_param("ResourceTags") or []}
        return answer

    BudgetsResponse.create_budget = create_budget
    for operation in (
        describe_subscribers_for_notification,
        create_subscriber,
        delete_subscriber,
        update_subscriber,
        list_tags_for_resource,
        tag_resource,
        untag_resource,
        update_budget,
        update_notification,
    ):
        setattr(BudgetsResponse, operation.__name__, operation)


def _budget(self, name):
    budget = self.backend.budgets[self._get_param("AccountId")].get(name)
    if budget is None:
        raise NotFoundException(f"Unable to get budget: {name} - the budget doesn't exist.")
    return budget


def _notification(self, wanted):
    for notification in _budget(self, self._get_param("BudgetName")).notifications:
        if all(
            str(notification.details.get(key)) == str(wanted.get(key))
            for key in ("NotificationType", "ComparisonOperator", "Threshold")
        ):
            return notification
    raise NotFoundException("Unable to get the notification - the notification doesn't exist.")


def describe_subscribers_for_notification(self):
    return json.dumps({"Subscribers": _notification(self, self._get_param("Notification")).subscribers})


def create_subscriber(self):
    _notification(self, self._get_param("Notification")).subscribers.append(self._get_param("Subscriber"))
    return "{}"


def delete_subscriber(self):
    notification = _notification(self, self._get_param("Notification"))
    gone = self._get_param("Subscriber")
    notification.subscribers = [subscriber for subscriber in notification.subscribers if subscriber != gone]
    return "{}"


def update_subscriber(self):
    notification = _notification(self, self._get_param("Notification"))
    old, new = self._get_param("OldSubscriber"), self._get_param("NewSubscriber")
    notification.subscribers = [new if subscriber == old else subscriber for subscriber in notification.subscribers]
    return "{}"


def update_notification(self):
    _notification(self, self._get_param("OldNotification")).details = self._get_param("NewNotification")
    return "{}"


def update_budget(self):
    changed = self._get_param("NewBudget")
    _budget(self, changed["BudgetName"]).budget.update(changed)
    return "{}"


def list_tags_for_resource(self):
    tags = _tags.get(self._get_param("ResourceARN"), {})
    return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]})


def tag_resource(self):
    tags = _tags.setdefault(self._get_param("ResourceARN"), {})
    tags.update({tag["Key"]: tag["Value"] for tag in self._get_param("ResourceTags")})
    return "{}"


def untag_resource(self):
    tags = _tags.get(self._get_param("ResourceARN"), {})
    for key in self._get_param("ResourceTagKeys"):
        tags.pop(key, None)
    return "{}"
