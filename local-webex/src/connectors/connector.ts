/** A connector of the Salesforce card of Control Hub. */
export interface Connector {
  /** UUID; flows name it by that. */
  id: string;
  name: string;
  /** Consumer key: the issuer of the login. */
  clientId: string;
  /** Username: the subject of the login. */
  emailId: string;
  /** Authorization server: the audience of the login, and where it is sent. */
  url: string;
  /** PEM. */
  privateKey: string;
  createdDate: string;
  lastModifiedDate: string;
}

/** What a person types, in the order of Control Hub's form. */
export interface ConnectorFields {
  name: string;
  clientId: string;
  emailId: string;
  url: string;
  /** Empty when a connector that is there is to keep its key. */
  privateKey: string;
}

/** Labels of the form, in its order. */
export const connectorFields: readonly { readonly name: keyof ConnectorFields; readonly label: string }[] = [
  { name: "name", label: "Name" },
  { name: "clientId", label: "Client ID" },
  { name: "emailId", label: "Email ID" },
  { name: "url", label: "URL" },
  { name: "privateKey", label: "Private Key" },
];

/** What the form has in the field URL before anybody types. */
export const usualUrl = "https://login.salesforce.com";

/** Connectors of the Salesforce card that a tenant can have. */
export const mostConnectors = 5;
