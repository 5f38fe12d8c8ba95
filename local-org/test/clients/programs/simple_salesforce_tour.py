"""What simple-salesforce does with an org, told as JSON, one line each."""

import json
import os

from simple_salesforce import Salesforce, SalesforceMalformedRequest


def tell(**facts):
    print(json.dumps(facts))


sf = Salesforce(instance_url=os.environ["INSTANCE_URL"], session_id=os.environ["ACCESS_TOKEN"], version="64.0")

made = sf.Account.create({"Name": "Made", "Description": "Old"})
tell(created=made["success"])
sf.Account.update(made["id"], {"Description": "New"})
tell(read=sf.Account.get(made["id"])["Description"])
tell(queried=[record["Name"] for record in sf.query_all_iter("SELECT Name FROM Account")])
tell(described=sf.Account.describe()["keyPrefix"], objects=len(sf.describe()["sobjects"]) > 10)
tell(tooling=sf.toolingexecute("query/?q=SELECT+Id+FROM+ApexClass+LIMIT+1")["entityTypeName"])
tell(limit=sf.limits()["DailyApiRequests"]["Max"])
tell(deleted=sf.Account.delete(made["id"]))
try:
    sf.query("SELECT Nothing FROM Account")
except SalesforceMalformedRequest as error:
    tell(refused=error.content[0]["errorCode"])

# From here on over SOAP, by the WSDL that the package brings.
sets = sf.mdapi.PermissionSet
sets.create(sets(fullName="Tour", label="Tour", hasActivationRequired=False))
tell(label=sets.read("Tour").label)
sets.rename("Tour", "Tour2")
tell(described=sf.mdapi.PermissionSet.describe()["apiReadable"])
sets.delete("Tour2")
listed = sf.mdapi.list_metadata([sf.mdapi.ListMetadataQuery(type="PermissionSet")])
tell(left=len(listed or []))
