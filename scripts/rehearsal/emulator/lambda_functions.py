"""Lambda.

Stands in for
  CreateFunction, UpdateFunctionConfiguration, GetFunction   moto forgets the key of the environment, the dead letter queue,
        the logging configuration, and that tracing was changed
  CreateEventSourceMapping   AWS keeps the alias that the function's ARN names, moto drops it
"""

from moto.awslambda.models import EventSourceMapping, LambdaFunction

# arn:aws:lambda:region:account:function:name:qualifier
QUALIFIED_COLONS = 7
KEPT = ("KMSKeyArn", "DeadLetterConfig", "LoggingConfig")


def install():
    _functions()
    _event_source_mappings()


def _functions():
    init = LambdaFunction.__init__
    update = LambdaFunction.update_configuration
    get = LambdaFunction.get_configuration

    def with_kept(self, account_id, spec, *args, **kwargs):
        init(self, account_id, spec, *args, **kwargs)
        self.kept = {name: spec[name] for name in KEPT if spec.get(name)}

    def update_configuration(self, config_updates):
        self.kept.update({name: config_updates[name] for name in KEPT if name in config_updates})
        if "TracingConfig" in config_updates:
            self.tracing_config = config_updates["TracingConfig"]
        return update(self, config_updates)

    def get_configuration(self, *args, **kwargs):
        return {**get(self, *args, **kwargs), **{name: value for name, value in self.kept.items() if value}}

    LambdaFunction.__init__ = with_kept
    LambdaFunction.update_configuration = update_configuration
    LambdaFunction.get_configuration = get_configuration


def _event_source_mappings():
    init = EventSourceMapping.__init__

    def with_qualifier(self, spec):
        name = spec.get("FunctionName", "")
        if name.startswith("arn:") and name.count(":") == QUALIFIED_COLONS:
            spec["FunctionArn"] = name
        init(self, spec)

    EventSourceMapping.__init__ = with_qualifier
