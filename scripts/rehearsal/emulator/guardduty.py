"""GuardDuty.

Stands in for CreateDetector and UpdateDetector: moto replaces a detector's features by those of the last call, AWS
changes the ones that are named. A detector knows every feature from the start, most of them disabled.
"""

from moto.guardduty.models import Detector

# https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfigurationResult.html
ALWAYS_ON = ("CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS")
OPTIONAL = (
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "EKS_RUNTIME_MONITORING",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
)


def install():
    init = Detector.__init__
    update = Detector.update

    def with_features(self, *args, **kwargs):
        init(self, *args, **kwargs)
        asked = self.features
        self.features = [
            *({"name": name, "status": "ENABLED"} for name in ALWAYS_ON),
            *({"name": name, "status": "DISABLED"} for name in OPTIONAL),
        ]
        _merge(self, asked)

    def update_features(self, enable, finding_publishing_frequency, data_sources, features):
        update(self, enable, finding_publishing_frequency, data_sources, None)
        _merge(self, features or [])

    Detector.__init__ = with_features
    Detector.update = update_features


def _merge(detector, changed):
    names = {feature["name"] for feature in changed}
    kept = [feature for feature in detector.features if feature["name"] not in names]
    detector.features = [*kept, *changed]
