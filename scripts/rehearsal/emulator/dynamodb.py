"""DynamoDB.

Stands in for PutItem, UpdateItem, DeleteItem, TransactWriteItems and BatchWriteItem: in AWS a condition and the write it
guards are one; moto looks, then writes, and two requests can both pass. Here one write follows the other.
"""

import functools
import threading

from moto.dynamodb.responses import DynamoHandler

WRITES = ("put_item", "update_item", "delete_item", "transact_write_items", "batch_write_item")


def install():
    lock = threading.RLock()

    def alone(operation):
        @functools.wraps(operation)
        def write(self, *args, **kwargs):
            with lock:
                return operation(self, *args, **kwargs)

        return write

    for name in WRITES:
        setattr(DynamoHandler, name, alone(getattr(DynamoHandler, name)))
