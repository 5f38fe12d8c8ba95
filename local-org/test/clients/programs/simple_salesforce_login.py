"""How simple-salesforce logs in by JWT, told as JSON, one line each.

It knows no host but those below salesforce.com, so the session that it is given leads these names to the local org, as
a proxy of a company would.
"""

import json
import os
from urllib.parse import urlsplit

import requests
from simple_salesforce import Salesforce, SalesforceAuthenticationFailed


def tell(**facts):
    print(json.dumps(facts))


class ToLocalOrg(requests.adapters.HTTPAdapter):
    """Sends to the local org what is for Salesforce, under the name that was asked for."""

    def send(self, request, **options):
        asked = urlsplit(request.url)
        request.headers["Host"] = asked.netloc
        request.url = os.environ["INSTANCE_URL"] + asked.path
        return super().send(request, **options)


def login(**more):
    session = requests.Session()
    for host in ("login", "test", "mycompany.my"):
        session.mount(f"https://{host}.salesforce.com", ToLocalOrg())
    return Salesforce(
        username=os.environ["USERNAME_OF_ORG"],
        consumer_key=os.environ["CONSUMER_KEY"],
        privatekey=os.environ["PRIVATE_KEY"],
        session=session,
        version="64.0",
        **more,
    )


sf = login()
tell(host=sf.sf_instance, users=sf.query("SELECT COUNT() FROM User WHERE IsActive = true")["totalSize"] > 0)
sf = login(instance_url="mycompany.my")
tell(ownAddress=len(sf.query("SELECT Id FROM Organization")["records"]))
try:
    login(domain="test")
except SalesforceAuthenticationFailed as error:
    tell(refused=error.code)
