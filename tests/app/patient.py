"""A consultation over the API, for tests."""

import io

API = "/api/v1/consultations"
SICK_LOG = b"epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,nan,0.9\n"
HEALTHY_LOG = b"epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,0.5,0.9\n"
ENDED = {"done", "refused", "failed", "cancelled"}


class Patient:
    def __init__(self, client, language="en"):
        self.client = client
        self.id = client.post(API, json={"language": language}).json["id"]
        self.path = f"{API}/{self.id}"

    def send(self, *files, **fields):
        """Each file as (name, bytes)."""
        data = {"file": [(io.BytesIO(data), name) for name, data in files], **fields}
        return self.client.post(f"{self.path}/uploads", data=data)

    @property
    def uploads(self):
        return self.client.get(f"{self.path}/uploads").json["uploads"]

    @property
    def settled(self):
        """The uploads once none of them waits any more, else nothing."""
        uploads = self.uploads
        return uploads if {upload["state"] for upload in uploads} <= ENDED else []

    @property
    def shown(self):
        return self.client.get(self.path).json

    @property
    def findings(self):
        return {item["id"]: item for item in self.shown["state"]["findings"]}
