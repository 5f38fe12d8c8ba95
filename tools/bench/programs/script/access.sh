#!/bin/sh
# The same access as a script of the Salesforce CLI, which is logged in already: as few commands as make it and tell the
# consumer key, without a look before or after. The certificate lies in the files already.
set -eu
username=scv.integration@benchmark.example.com

sf project deploy start --source-dir force-app
profile=$(sf data query --result-format csv --query "SELECT Id FROM Profile WHERE Name = 'SCV Integration'" | tail -n 1)
sf data create record --sobject User --values "Username=$username ProfileId=$profile Email=platform-team@example.com \
  FirstName=SCV LastName='Integration User' Alias=scvint \
  TimeZoneSidKey=GMT LocaleSidKey=en_US LanguageLocaleKey=en_US EmailEncodingKey=UTF-8"
sf org assign permsetlicense --on-behalf-of "$username" --name SalesforceAPIIntegrationPsl
sf org assign permset --on-behalf-of "$username" --name IVR_Access_to_SCV_Apex_Classes
sf project retrieve start --metadata ExtlClntAppGlobalOauthSettings:WxCC_SCV_glbloauth
