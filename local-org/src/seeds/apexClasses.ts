/** Apex classes of a new org: those of the managed package b+s Connects (namespace `cnxscv`), and one of the org's own. */
export interface ApexClassSeed {
  name: string;
  namespace: string | null;
}

export const apexClasses: readonly ApexClassSeed[] = [
  { name: "ServiceRouting", namespace: "cnxscv" },
  { name: "ServiceUtils", namespace: "cnxscv" },
  { name: "OrderService", namespace: null },
];
