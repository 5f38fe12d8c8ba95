"""How CumulusCI logs in by JWT, told as JSON, one line each."""

import json
import os

from cumulusci.core.config import OrgConfig
from cumulusci.oauth.salesforce import jwt_session


def tell(**facts):
    print(json.dumps(facts))


url = os.environ["INSTANCE_URL"]

# What every task does with an org that has no token yet, in a pipeline: SFDX_CLIENT_ID and SFDX_HUB_KEY are set.
org = OrgConfig({"instance_url": url, "username": os.environ["USERNAME_OF_ORG"], "id": url}, "local")
org.refresh_oauth_token(None)
tell(user=org.userinfo["preferred_username"], edition=org.org_type, sandbox=org.is_sandbox)
tell(version=float(org.latest_api_version) >= 60, profiles=org.salesforce_client.query("SELECT Id FROM Profile")["done"])

# An external client app and its user.
answer = jwt_session(os.environ["CONSUMER_KEY"], os.environ["PRIVATE_KEY"], os.environ["INTEGRATION_USER"], url)
tell(scope=answer["scope"], sameOrg=answer["instance_url"] == url)
