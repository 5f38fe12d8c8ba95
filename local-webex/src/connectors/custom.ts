/** Connectors of other cards that every local tenant has, so that a choice is to be made. */
export const customConnectors: readonly { readonly id: string; readonly name: string }[] = [
  { id: "7d3c1f52-91a4-4be0-9c3a-0e5b8f6d2a11", name: "Webex Contact Center API" },
  { id: "b2a90c6e-4f17-4d8b-8a55-6c1e7d3f9042", name: "Order Status" },
];
