"""Operations that neither moto nor a module here knows.

moto answers 500, which SDKs take for a passing fault and ask again for minutes; 501 ends at once and names the operation.
"""

from moto.core.responses import BaseResponse
from werkzeug.exceptions import NotImplemented as NotImplementedHere


def install():
    call = BaseResponse.call_action

    def call_action(self):
        try:
            return call(self)
        except NotImplementedError as error:
            raise NotImplementedHere(f"{self.service_name}: {error}") from error

    BaseResponse.call_action = call_action
